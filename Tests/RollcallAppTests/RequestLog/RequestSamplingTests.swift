import Gateway
import Testing

@testable import RollcallApp

struct RequestSamplingTests {
    private func sampling(_ mode: RequestLogSettings.Mode, oneIn: Int = 100) -> RequestSampling {
        RequestSampling(RequestLogSettings(mode: mode, sampleOneIn: oneIn))
    }

    @Test(arguments: [2, 10, 100, 1_000])
    func `about one in so many is picked`(oneIn: Int) {
        let sampling = sampling(.sampled, oneIn: oneIn)
        let picked = (0..<100_000).filter { sampling.picks(.of(.agent), number: UInt64($0)) }
        let expected = 100_000 / oneIn
        #expect((expected * 7 / 10...expected * 13 / 10).contains(picked.count))
    }

    @Test func `the id a client sends has no say`() {
        for number in UInt64(0)..<1_000 {
            let picks = ["", "a", "shift-7"]
                .map {
                    sampling(.sampled).picks(.of(.agent, id: $0), number: number)
                }
            #expect(Set(picks).count == 1)
        }
    }

    @Test func `errors are always picked where any request is`() {
        for status in [400, 404, 429, 503] {
            let request = FinishedRequest.of(.agent, status: status)
            #expect(sampling(.sampled, oneIn: 1_000_000).picks(request, number: 1))
            #expect(!sampling(.none).picks(request, number: 1))
        }
    }

    @Test func `all is every request, none is none, and one in one is all`() {
        for number in UInt64(0)..<100 {
            #expect(sampling(.all).picks(.of(.agent), number: number))
            #expect(!sampling(.none).picks(.of(.agent), number: number))
            #expect(sampling(.sampled, oneIn: 1).picks(.of(.agent), number: number))
        }
    }
}
