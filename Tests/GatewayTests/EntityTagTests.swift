import NIOCore
import Roster
import Testing

@testable import Gateway

@Suite struct EntityTagTests {
    private func tag(_ readings: [Reading], variant: Fingerprint = Fingerprint()) -> EntityTag {
        EntityTag(readings, variant: variant)
    }

    private func written(_ tag: EntityTag) -> String {
        var buffer = ByteBuffer()
        buffer.write(atMost: EntityTag.writtenLength) { tag.write(to: &$0) }
        #expect(buffer.readableBytes == EntityTag.writtenLength)
        return String(buffer: buffer)
    }

    private let two: [Reading] = [
        .observed(talkingAgent(1031), .live), .observed(talkingAgent(1032), .live),
    ]

    @Test func `a tag is weak, of 11 characters that need no escape, and the same for ever`() {
        #expect(written(tag(two)) == "W/\"Cb_ru3KMoUG\"")
        #expect(written(tag(two)) == "W/\"\(tag(two).opaque)\"")
        #expect(written(EntityTag(of: ByteBuffer(string: "a"))) == "W/\"GM691TuA1Y1\"")
    }

    @Test func `how an agent came to be known does not count, a trouble does`() {
        func second(_ freshness: Freshness) -> EntityTag {
            tag([.observed(talkingAgent(1031), .cached), .observed(talkingAgent(1032), freshness)])
        }
        for freshness in [Freshness.live, .cached, .revalidating] {
            #expect(second(freshness) == tag(two))
        }
        let troubled = Trouble.allCases.map { second(.stale($0)) }
        #expect(Set(troubled + [tag(two)]).count == Trouble.allCases.count + 1)
    }

    @Test func `a trouble of agents that are left out counts as far as it is told`() throws {
        var idle = ListOptions.standard
        idle.states = [.idle]
        func tag(_ freshness: Freshness) -> EntityTag {
            EntityTag([.observed(talkingAgent(1031), freshness)], shown: idle, named: [])
        }
        #expect(tag(.cached) == tag(.revalidating))
        #expect(tag(.cached) != tag(.stale(.cmsError)))
        #expect(tag(.stale(.cmsError)) == tag(.stale(.cmsUnavailable)))
    }

    @Test func `other agents, another order and other reasons make other tags`() throws {
        let id = try #require(AgentID(1032))
        let tags = [
            tag(two), tag(two.reversed()), tag(Array(two.prefix(1))), tag([]),
            tag([two[0], .missing(id, .notReported)]),
            tag([two[0], .missing(id, .trouble(.cmsError))]),
        ]
        #expect(Set(tags).count == tags.count)
    }

    @Test func `what else shapes the answer makes other tags`() {
        var fields = Fingerprint()
        fields.add(bytes: "fields=id,state".utf8)
        #expect(tag(two, variant: fields) != tag(two))
        let status = GroupStatus(two)
        #expect(
            EntityTag(status, variant: fields) != EntityTag(status, variant: Fingerprint())
        )
    }
}
