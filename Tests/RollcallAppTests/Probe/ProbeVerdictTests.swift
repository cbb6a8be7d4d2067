import CMS
import StatusEngine
import Testing

@testable import RollcallApp

struct ProbeVerdictTests {
    private static func verdict(
        _ code: CallFailure.Code,
        detail: String = "",
        skew: Int64? = nil,
        retryAfter: Int64? = nil,
        _ circumstances: ProbeCircumstances = ProbeCircumstances()
    ) throws -> ProbeVerdict {
        let failure = CallFailure(
            code,
            detail: detail,
            retryAfter: retryAfter,
            clockSkew: skew
        )
        return ProbeVerdict(
            failure,
            circumstances,
            at: try BaseURL(parsing: "https://cms.example:28443")
        )
    }

    @Test func `a failure of every kind has its own words, and none is usable`() throws {
        let verdicts = try CallFailure.Code.allCases.map { try Self.verdict($0, detail: "\($0)") }
        #expect(verdicts.allSatisfy { !$0.isUsable && $0.text.hasSuffix(".") })
        #expect(Set(verdicts.map(\.text)).count == CallFailure.Code.allCases.count)
    }

    @Test func `only refusals of signature or address end the probing`() throws {
        let ending = try CallFailure.Code.allCases.filter { try Self.verdict($0).endsProbing }
        #expect(Set(ending) == [.unauthorized, .addressLocked, .forbidden])
    }

    @Test func `an unknown name and a closed port are told apart`() throws {
        let unknown = ProbeCircumstances(nameResolves: false)
        #expect(try Self.verdict(.connectFailed, unknown).text.contains("name cms.example is not"))
        #expect(try Self.verdict(.connectFailed).text.contains("cms.example port 28443"))
    }

    @Test(
        arguments: [
            (ProbeCircumstances.Certificate.expired(days: 3), "expired 3 days ago"),
            (.notYetValid, "not valid yet"), (.otherName, "another name than cms.example"),
            (.unknownAuthority, "cms.tls.caFile"), (.unknown, "speaks HTTPS"),
        ]
    )
    func `what is wrong with a certificate is told`(
        certificate: ProbeCircumstances.Certificate,
        words: String
    ) throws {
        let circumstances = ProbeCircumstances(certificate: certificate)
        #expect(try Self.verdict(.tlsFailed, circumstances).text.contains(words))
    }

    @Test func `dates speak before what TLS complains of`() {
        func judged(
            _ dates: CertificateDates?,
            _ detail: String
        ) -> ProbeCircumstances.Certificate { .init(dates, detail: detail, now: 100_000) }
        let valid = CertificateDates(start: 0, end: 200_000)
        let unverified = "CERTIFICATE_VERIFY_FAILED"
        #expect(judged(.init(start: 0, end: 100), unverified) == .expired(days: 1))
        #expect(judged(.init(start: 200_000, end: 300_000), unverified) == .notYetValid)
        #expect(judged(valid, unverified) == .unknownAuthority)
        #expect(judged(valid, "failedToValidateHostname") == .otherName)
        #expect(judged(nil, "WRONG_VERSION_NUMBER") == .unknown)
    }

    @Test func `a refused signature with clocks apart is the clock's fault`() throws {
        #expect(try Self.verdict(.unauthorized, skew: 29).text.contains("cms.accessKey"))
        let behind = try Self.verdict(.unauthorized, skew: 30).text
        #expect(behind.contains("this machine's clock is 30 s behind the CMS's"))
        #expect(try Self.verdict(.unauthorized, skew: -3_600).text.contains("3600 s ahead of"))
    }

    @Test func `a usable CMS whose clock differs is usable, and the clock is told`() {
        #expect(ProbeVerdict.usable(clockSkew: nil).isUsable)
        #expect(!ProbeVerdict.usable(clockSkew: 5).text.contains("clock"))
        let apart = ProbeVerdict.usable(clockSkew: -300)
        #expect(apart.isUsable && apart.text.contains("300 s ahead of"))
    }

    @Test func `what the CMS asks to wait is told`() throws {
        #expect(try Self.verdict(.tooManyRequests, retryAfter: 7).text.contains("wait 7 s"))
    }
}
