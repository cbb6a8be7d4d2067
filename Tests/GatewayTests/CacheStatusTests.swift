import NIOCore
import StatusEngine
import Testing

@testable import Gateway

@Suite struct CacheStatusTests {
    private func written(_ status: CacheStatus) -> String {
        var buffer = ByteBuffer()
        buffer.write(atMost: status.longest) { status.write(to: &$0) }
        #expect(buffer.readableBytes <= status.longest)
        return String(buffer: buffer)
    }

    @Test func `a status is written as RFC 9211 asks`() {
        #expect(written(CacheStatus(outcome: .hit, secondsLeft: 1)) == "rollcall; hit; ttl=1")
        #expect(
            written(CacheStatus(outcome: .hit, secondsLeft: -5, detail: "cmsError"))
                == "rollcall; hit; ttl=-5; detail=cmsError"
        )
        #expect(
            written(CacheStatus(outcome: .forwarded(.miss), isCollapsed: true))
                == "rollcall; fwd=miss; collapsed"
        )
        #expect(written(CacheStatus(outcome: .forwarded(.request))) == "rollcall; fwd=request")
        let stale = CacheStatus(
            outcome: .forwarded(.stale),
            secondsLeft: -120,
            detail: "cmsUnavailable"
        )
        #expect(written(stale) == "rollcall; fwd=stale; ttl=-120; detail=cmsUnavailable")
        #expect(
            written(CacheStatus(outcome: .unanswered, detail: "notCached"))
                == "rollcall; detail=notCached"
        )
    }
}
