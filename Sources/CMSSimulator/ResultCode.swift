/// The result codes the simulator uses (contract section 1, failures).
enum ResultCode {
    static let good = "0100000"
    static let illegalParameter = "0100002"
    static let noPermission = "0101003"

    /// What `resultDesc` says to a code.
    static func text(of code: String) -> String {
        switch code {
        case good: "success"
        case "0100001": "call failed"
        case illegalParameter: "illegal parameter"
        case "0100003": "needs a newer CTI"
        case "0100999": "unknown exception"
        case noPermission: "no permission"
        default: "other module"
        }
    }
}
