import Foundation

/// The files beside the tests, taken from the contract.
enum Fixture {
    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: Bundle.module.bundleURL.appending(path: "Fixtures/\(name)")))
    }
}
