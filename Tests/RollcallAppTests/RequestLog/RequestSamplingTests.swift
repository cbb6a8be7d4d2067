import Gateway
import Testing

@testable import RollcallApp

struct RequestSamplingTests {
    private func sampling(_ mode: RequestLogSettings.Mode, oneIn: Int = 100) -> RequestSampling {
        RequestSampling(RequestLogSettings(mode: mode, sampleOneIn: oneIn))
    }

    /// Computed with nginx's own function.
    @Test(
        arguments: [
            ("", 0), ("a", 0x9268_5f5e), ("ab", 0x1aa1_4063), ("abc", 0x1357_7c9b),
            ("abcd", 0x2687_3021), ("0000000000005eed-1-1", 0x3407_9cf5),
        ] as [(String, UInt32)]
    )
    func `the hash is the one nginx splits clients by`(text: String, hash: UInt32) {
        #expect(MurmurHash2.hash(text) == hash)
    }

    @Test func `one in a hundred is picked, and always the same ones`() {
        let picked = (0..<1_000).filter { sampling(.sampled).picks(.of(.agent, id: "r-\($0)")) }
        #expect(
            picked == [
                32, 83, 88, 180, 315, 378, 448, 540, 584, 597, 733, 751, 788, 792, 831, 909, 929,
            ]
        )
    }

    @Test func `errors are always picked where any request is`() {
        for status in [400, 404, 429, 503] {
            #expect(sampling(.sampled, oneIn: 1_000_000).picks(.of(.agent, status: status)))
            #expect(!sampling(.none).picks(.of(.agent, status: status)))
        }
    }

    @Test func `all is every request, none is none, and one in one is all`() {
        for number in 0..<100 {
            let request = FinishedRequest.of(.agent, id: "r-\(number)")
            #expect(sampling(.all).picks(request))
            #expect(!sampling(.none).picks(request))
            #expect(sampling(.sampled, oneIn: 1).picks(request))
        }
    }
}
