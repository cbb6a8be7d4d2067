import Testing

@testable import RollcallApp

@Suite(.timeLimit(.minutes(1)))
struct SupervisorTests {
    @Test func `without a socket's name there is no supervisor`() {
        #expect(SystemdSupervisor(environment: [:]) == nil)
        #expect(SystemdSupervisor(environment: ["NOTIFY_SOCKET": "relative"]) == nil)
        let long = "/" + String(repeating: "x", count: 200)
        #expect(SystemdSupervisor(environment: ["NOTIFY_SOCKET": long]) == nil)
    }

    @Test func `a socket that nobody listens on does no harm`() throws {
        let supervisor = try #require(SystemdSupervisor(environment: ["NOTIFY_SOCKET": "/nowhere"]))
        supervisor.notify(.ready)
    }
}
