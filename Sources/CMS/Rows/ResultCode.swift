/// The CMS's verdict on a call: `resultCode` or `result` (contract section 1), or `returnCode`
/// (section 3).
struct ResultCode: Hashable {
    /// "0100000": the call succeeded.
    static let success = ResultCode(text: "0100000")
    /// "0", as text or as a number: how `returnCode` and `result` say it.
    static let returned: Set = [ResultCode(text: "0"), ResultCode(number: 0)]

    /// The code as sent, or a number brought to seven digits.
    let text: String

    /// Takes a code as text; kept short, because it is shown.
    init(text: String) {
        self.text = String(text.prefix(16))
    }

    /// Takes a code that was sent as a number, which cannot hold leading zeros.
    init(number: Int64) {
        let digits = String(number)
        text = String(repeating: "0", count: max(0, 7 - digits.count)) + digits
    }
}
