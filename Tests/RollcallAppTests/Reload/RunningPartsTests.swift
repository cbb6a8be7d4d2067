import CMS
import Gateway
import StatusEngine
import Synchronization
import Testing

@testable import RollcallApp

struct RunningPartsTests {
    /// Keeps who was told what, in the order of it.
    private final class Told: Sendable {
        private let state = Mutex<[String]>([])

        var all: [String] { state.withLock { $0 } }

        func note(_ text: String) { state.withLock { $0.append(text) } }
    }

    private struct User: RunningEngine {
        let name: String
        let told: Told

        func use(_ cms: CMSSettings) { told.note("\(name) uses \(cms.ccID)") }

        func change(to settings: EngineSettings) { told.note("\(name) changes") }
    }

    private struct Certificates: CertificateUser {
        let problem: SettingsProblem?

        func renew(_ settings: Settings) throws(SettingsProblem) {
            if let problem { throw problem }
        }
    }

    private struct NoAnswers: Responder {
        func respond(
            to request: Request,
            deliver: @escaping @Sendable (Response) -> Void
        ) -> Responded {
            Issue.record("asked")
            return .later(expectedBytes: 0) {}
        }
    }

    private func told(from before: Settings, to next: Settings, keepsLockOut: Bool) -> [String] {
        let told = Told()
        let parts = parts(before, told, keepsLockOut: keepsLockOut)
        let alreadyTold = told.all.count
        parts.change(from: before, to: next)
        return Array(told.all.dropFirst(alreadyTold))
    }

    private func parts(_ before: Settings, _ told: Told, keepsLockOut: Bool) -> RunningParts {
        RunningParts(
            answers: ResponderKeeper(before, logger: RecordedLog().logger(), learnt: { [:] }) { _ in
                told.note("the routes change")
                return NoAnswers()
            },
            status: User(name: "the engine", told: told),
            fetcher: User(name: "the signature", told: told),
            listener: Certificates(problem: nil),
            cms: Certificates(problem: SettingsProblem("cms.tls.keyFile", "is no key")),
            lockOut: keepsLockOut ? User(name: "the lock-out's file", told: told) : nil,
            logThreshold: nil
        )
    }

    private func settings(secret: String) throws -> Settings {
        var fixture = SettingsFixture()
        fixture.files = MemoryFiles(["/run/secrets/rollcall": secret])
        return try fixture.load().settings
    }

    @Test func `of new credentials the file and the signature know before the engine sends`()
        throws
    {
        let (old, new) = (try settings(secret: "old"), try settings(secret: "new"))
        let users = ["the lock-out's file", "the signature", "the engine"].map { "\($0) uses 1" }
        let changes = ["the engine changes", "the routes change"]
        #expect(told(from: old, to: new, keepsLockOut: true) == users + changes)
        #expect(told(from: old, to: new, keepsLockOut: false) == users.dropFirst() + changes)
    }

    @Test func `certificates are renewed each by whom they concern, and what is wrong is told`()
        throws
    {
        let settings = try settings(secret: "old")
        let parts = parts(settings, Told(), keepsLockOut: false)
        #expect(parts.renew(.listener, to: settings) == nil)
        #expect(parts.renew(.cms, to: settings)?.subject == "cms.tls.keyFile")
    }

    @Test func `nobody is told of credentials that are the same`() throws {
        let settings = try settings(secret: "old")
        #expect(
            told(from: settings, to: settings, keepsLockOut: true)
                == ["the engine changes", "the routes change"]
        )
    }
}
