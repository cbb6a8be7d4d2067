import CMS
import StatusEngine
import Testing

@Suite(.timeLimit(.minutes(1)))
struct CallsInFlightTests {
    /// The most calls the settings allow at once.
    let calls = 64

    @Test func `all calls the engine sends at once are in flight at once`() async throws {
        let script = [ServerScript](repeating: .silence, count: calls)
        try await ServerDouble.run(script) { server in
            let wayThere = try Calls("http://127.0.0.1:\(server.port)")
            let call = try Calls.call()
            try await wayThere.run { fetcher in
                await withDiscardingTaskGroup { group in
                    for _ in 0..<calls { group.addTask { _ = await fetcher.fetch(call) } }
                    for await _ in server.arrivals where server.requests.count == calls { break }
                    group.cancelAll()
                }
            }
            #expect(server.connections == calls)
        }
    }
}
