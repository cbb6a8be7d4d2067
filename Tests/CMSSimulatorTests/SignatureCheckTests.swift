internal import CMS
internal import CMSSimulator
internal import Roster
internal import Testing

/// Which signatures pass (contract section 2).
struct SignatureCheckTests {
    private func verdict(
        on request: SimulatedRequest,
        at now: Timestamp = Caller.now,
        _ change: (inout SimulatorSettings) -> Void = { _ in }
    ) throws -> SignatureCheck.Verdict {
        var settings = try Caller.settings()
        change(&settings)
        return SignatureCheck(settings: settings).verdict(on: request, at: now)
    }

    @Test(arguments: [
        (
            "2026-11-23T08:00:00Z/host",
            "3fa4474a2356c0524c27085465b1dca1679010ed9174608c927520ee45665d86"
        ),
        (
            "2026-11-23T08:00:00Z/content-length;content-type;host",
            "f6afd0a20bb5498b63a6de4f8e4944f8d7ed541d7da1b28409c5629e2019ce51"
        ),
        (
            "2026-11-23T08:00:00.000Z/content-length;content-type;host",
            "c28d949d54f1efd93241644481941405d3875a518f50fff5bb91e41d91033d9d"
        ),
    ])
    func `the vendor's own vectors pass`(middle: String, signature: String) throws {
        let request = SimulatedRequest(
            method: "POST",
            target: SimulatorBehavior.batchPath,
            headers: [
                ("host", "cms.example.test:28443"),
                ("content-length", "43"),
                ("content-type", "application/json;charset=UTF-8"),
                ("authorization", "auth-v2/TESTAK0001/\(middle)/\(signature)"),
            ],
            body: Array(#"{"ccId":1,"vdn":170,"agentIds":[1031,1099]}"#.utf8),
            address: "192.0.2.1"
        )
        let found = try verdict(on: request) {
            $0.credentials = Credentials(
                accessKey: "TESTAK0001",
                secretKey: "test-sk-not-a-secret-0001"
            )
        }
        #expect(found == .good)
    }

    @Test(
        arguments: SigningSettings.TimestampPrecision.allCases,
        SigningSettings.SignedHeaders.allCases
    )
    func `both timestamps and both sets of signed headers pass`(
        precision: SigningSettings.TimestampPrecision,
        headers: SigningSettings.SignedHeaders
    ) throws {
        let signing = SigningSettings(timestamp: precision, signedHeaders: headers)
        #expect(try verdict(on: Caller(signing: signing).call([1_031])) == .good)
    }

    @Test(
        arguments: SigningSettings.EmptyQueryLine.allCases,
        SigningSettings.EmptyQueryLine.allCases
    )
    func `the line for no query must be the one that is set`(
        sent: SigningSettings.EmptyQueryLine,
        wanted: SigningSettings.EmptyQueryLine
    ) throws {
        let request = Caller(signing: SigningSettings(emptyQueryLine: sent)).call([1_031])
        let found = try verdict(on: request) { $0.emptyQueryLine = wanted }
        #expect(found == (sent == wanted ? .good : .wrongSignature))
    }

    @Test func `a query is part of what is signed`() throws {
        let query = [(name: "b", value: "2 ü"), (name: "a", value: "1")]
        let target = "\(SimulatorBehavior.pingPath)?b=2%20%C3%BC&a=1"
        var request = Caller().signed(target, body: "", query: query)
        #expect(try verdict(on: request) == .good)
        request.target = "\(SimulatorBehavior.pingPath)?b=2%20%C3%BC&a=2"
        #expect(try verdict(on: request) == .wrongSignature)
    }

    @Test func `a change of anything signed fails`() throws {
        let good = Caller().call([1_031])
        var body = good
        body.body[body.body.count - 3] ^= 1
        var path = good
        path.target = SimulatorBehavior.pingPath
        var method = good
        method.method = "PUT"
        var host = good
        host.headers[2].value = "cms.example.test"
        for changed in [body, path, method, host] {
            #expect(try verdict(on: changed) == .wrongSignature)
        }
    }

    @Test func `a wrong secret and an unknown access key fail`() throws {
        let wrong = Credentials(accessKey: Caller.credentials.accessKey, secretKey: "wrong")
        let unknown = Credentials(accessKey: "OTHER", secretKey: Caller.credentials.secretKey)
        #expect(try verdict(on: Caller(credentials: wrong).call([1_031])) == .wrongSignature)
        #expect(try verdict(on: Caller(credentials: unknown).call([1_031])) == .unknownAccessKey)
    }

    @Test func `a missing and a doubled header fail`() throws {
        var request = Caller().call([1_031])
        request.headers.append(request.headers[3])
        #expect(try verdict(on: request) == .missing)
        request.headers.removeLast(2)
        #expect(try verdict(on: request) == .missing)
    }

    @Test(arguments: [
        ("", SignatureCheck.Verdict.malformed),
        ("Bearer abc", .malformed),
        ("auth-v1/TESTAK0001/2026-11-23T08:00:00Z/host/00", .malformed),
        ("auth-v2/TESTAK0001/2026-11-23T08:00:00Z/host", .malformed),
        ("auth-v2/TESTAK0001/2026-11-23T08:00:00Z/host/00/11", .malformed),
        ("auth-v2/TESTAK0001/2026-11-23T08:00:00Z/host/00", .wrongSignature),
        ("auth-v2/TESTAK0001/2026-11-23 08:00:00Z/host/00", .badTimestamp),
        ("auth-v2/TESTAK0001/2026-02-30T08:00:00Z/host/00", .badTimestamp),
        ("auth-v2/TESTAK0001/2026-11-23T08:00:00.0Z/host/00", .badTimestamp),
        ("auth-v2/TESTAK0001/2026-11-23T08:00:00Z/content-length/00", .badSignedHeaders),
        ("auth-v2/TESTAK0001/2026-11-23T08:00:00Z/host;content-type/00", .badSignedHeaders),
        ("auth-v2/TESTAK0001/2026-11-23T08:00:00Z/authorization;host/00", .badSignedHeaders),
        ("auth-v2/TESTAK0001/2026-11-23T08:00:00Z/host;host/00", .badSignedHeaders),
        ("auth-v2/TESTAK0001/2026-11-23T08:00:00Z/host;x-none/00", .badSignedHeaders),
    ])
    func `a header in another form fails`(
        header: String,
        expected: SignatureCheck.Verdict
    ) throws {
        var request = Caller().call([1_031])
        request.headers[3].value = header
        #expect(try verdict(on: request) == expected)
    }

    @Test func `a clock that is off by more than is allowed fails, unless any distance is`() throws
    {
        let request = Caller().call([1_031])
        for (seconds, expected) in [
            (900, SignatureCheck.Verdict.good), (-900, .good),
            (901, .badTimestamp), (-901, .badTimestamp),
        ] {
            let now = Caller.now.advanced(bySeconds: Int64(seconds))
            #expect(try verdict(on: request, at: now) == expected)
            #expect(try verdict(on: request, at: now) { $0.allowedClockSkew = nil } == .good)
        }
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00.000Z", Int64(0)), ("2000-02-29T23:59:59.999Z", 951_868_799_999),
        ("2024-12-31T00:00:00.001Z", 1_735_603_200_001),
        ("2026-03-01T12:30:15.000Z", 1_772_368_215_000),
    ])
    func `a timestamp is read as the moment it names`(text: String, milliseconds: Int64) throws {
        let moment = Timestamp(milliseconds: milliseconds)
        #expect(moment.descriptionWithMilliseconds == text)
        let request = Caller(moment: moment).call([1_031])
        #expect(try verdict(on: request, at: moment) { $0.allowedClockSkew = .zero } == .good)
    }
}
