import CMS
import Testing

struct FingerprintTests {
    private func settings(
        _ change: (inout CMSSettings) throws -> Void = { _ in }
    ) throws
        -> CMSSettings
    {
        var settings = CMSSettings(
            baseURLs: [try BaseURL(parsing: "https://one.example")],
            ccID: 1,
            credentials: Credentials(accessKey: "AK", secretKey: "SK")
        )
        try change(&settings)
        return settings
    }

    @Test func `equal credentials have equal fingerprints under one salt and no other`() throws {
        let one = try settings().credentialsFingerprint(salt: [1])
        #expect(try settings().credentialsFingerprint(salt: [1]) == one)
        #expect(try settings().credentialsFingerprint(salt: [2]) != one)
        #expect(one.count == 32)
    }

    @Test func `whatever the CMS judges a signature by is in the fingerprint`() throws {
        let changes: [(inout CMSSettings) throws -> Void] = [
            { $0.credentials = Credentials(accessKey: "AK", secretKey: "SK2") },
            { $0.credentials = Credentials(accessKey: "AKS", secretKey: "K") },
            { $0.baseURLs = [try BaseURL(parsing: "https://two.example")] },
            { $0.signing.timestamp = .seconds }, { $0.signing.signedHeaders = .host },
            { $0.signing.emptyQueryLine = .blank },
        ]
        let own = try settings().credentialsFingerprint(salt: [1])
        let others = try changes.map { try settings($0).credentialsFingerprint(salt: [1]) }
        #expect(!others.contains(own))
        #expect(Set(others).count == others.count)
    }

    @Test func `answers of another CMS or contact centre have another origin`() throws {
        let own = try settings().originFingerprint
        #expect(try settings { $0.ccID = 2 }.originFingerprint != own)
        let elsewhere = try settings { $0.baseURLs = [try BaseURL(parsing: "https://two.example")] }
        #expect(elsewhere.originFingerprint != own)
        let rekeyed = try settings {
            $0.credentials = Credentials(accessKey: "A", secretKey: "B")
        }
        #expect(rekeyed.originFingerprint == own)
    }
}
