internal import Foundation

/// The body of a batch call (contract section 1), of which nothing is checked yet but its shape.
package struct BatchRequest: Hashable, Sendable, Decodable {
    private enum CodingKeys: String, CodingKey {
        case ccID = "ccId"
        case vdn
        case agentIDs = "agentIds"
    }

    /// The call centre.
    package var ccID: Int64
    /// The VDN.
    package var vdn: Int64
    /// The work numbers, as sent.
    package var agentIDs: [Int64]

    /// Creates a body.
    package init(ccID: Int64, vdn: Int64, agentIDs: [Int64]) {
        self.ccID = ccID
        self.vdn = vdn
        self.agentIDs = agentIDs
    }

    /// Reads a body, or nothing when it is not the JSON the contract describes.
    ///
    /// The plain form all callers send is read at once; Foundation has a look at any other, and
    /// lets a comma before a closing bracket pass.
    package init?(json: [UInt8]) {
        var scanner = BatchScanner(json)
        if let plain = scanner.scan() {
            self = plain
        } else if let other = try? JSONDecoder().decode(BatchRequest.self, from: Data(json)) {
            self = other
        } else {
            return nil
        }
    }
}
