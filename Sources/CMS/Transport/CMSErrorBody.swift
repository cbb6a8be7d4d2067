internal import Foundation

/// The body the CMS itself gives with 401 and 403 (contract section 1); a firewall's differs.
struct CMSErrorBody: Decodable {
    /// The HTTP status once more.
    let status: Int
    /// The path that was called.
    let path: String

    /// Reads a body; nothing where it is not the CMS's own for this status.
    init?(reading body: [UInt8], status: Int) {
        guard let read = try? JSONDecoder().decode(CMSErrorBody.self, from: Data(body)),
            read.status == status, read.path.contains("/rest/")
        else { return nil }
        self = read
    }
}
