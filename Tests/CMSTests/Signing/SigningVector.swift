import CMS
import Foundation
import Testing

/// One entry of `signing-vectors.json`.
struct SigningVector: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var accessKey: String
    var secretKey: String
    var method: String
    var path: String
    var query: [String: String]
    var body: String
    var timestamp: String
    var headers: [String: String]
    var emptyQueryLine: String
    var signingKey: String?
    var canonicalRequest: String?
    var signature: String
    var authorization: String

    var testDescription: String { name }

    static let all: [SigningVector] = {
        do {
            let data = Data(try Fixture.bytes("signing-vectors.json"))
            return try JSONDecoder().decode([SigningVector].self, from: data)
        } catch {
            return []
        }
    }()

    var credentials: Credentials { Credentials(accessKey: accessKey, secretKey: secretKey) }

    var request: SignableRequest {
        SignableRequest(
            method: method,
            path: path,
            query: query.map { (name: $0.key, value: $0.value) },
            headers: headers.map { (name: $0.key, value: $0.value) },
            body: Array(body.utf8)
        )
    }

    var blankLine: SigningSettings.EmptyQueryLine {
        SigningSettings.EmptyQueryLine(rawValue: emptyQueryLine) ?? .omit
    }
}
