import Glibc
import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import Gateway

struct AcceptPauseTests {
    private static let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

    /// A listener without a socket, and what it is told.
    private final class Listener {
        private final class Told: Sendable {
            let troubles = Mutex<[AcceptTrouble]>([])
        }

        private let told = Told()
        let channel = EmbeddedChannel()

        init() throws {
            let told = told
            let handler = AcceptPauseHandler { trouble in
                told.troubles.withLock { $0.append(trouble) }
            }
            try channel.pipeline.syncOperations.addHandler(handler)
            try channel.connect(to: SocketAddress(unixDomainSocketPath: "/x")).wait()
        }

        var troubles: [AcceptTrouble] { told.troubles.withLock { $0 } }

        /// Whether it was last told to accept or to rest; nothing where it was told neither.
        var isAccepting: Bool? {
            channel.options.last { $0.option is ChannelOptions.Types.AutoReadOption }?.value
                as? Bool
        }

        func fail(_ code: CInt) {
            channel.pipeline.fireErrorCaught(IOError(errnoCode: code, reason: "accept"))
        }

        func advance(_ time: TimeAmount) { channel.embeddedEventLoop.advanceTime(by: time) }
    }

    @Test func `pauses grow from a tenth of a second to one, and one line tells of them`() {
        var pauses = AcceptPauses()
        var now = Self.start
        var seen: [Int64] = []
        for number in 0..<8 {
            let (pause, isFirst) = pauses.failed(at: now)
            #expect(isFirst == (number == 0))
            seen.append(pause.nanoseconds / 1_000_000)
            now = now + pause
        }
        #expect(seen == [100, 200, 400, 800, 1_000, 1_000, 1_000, 1_000])
    }

    @Test func `a failure after ten good seconds is news, and one before is not`() {
        var pauses = AcceptPauses()
        _ = pauses.failed(at: Self.start)
        #expect(!pauses.failed(at: Self.start + .seconds(10)).isFirst)
        let later = pauses.failed(at: Self.start + .seconds(20) + .nanoseconds(1))
        #expect(later.isFirst)
        #expect(later.pause == AcceptPauses.first)
    }

    @Test(
        arguments: [
            (EMFILE, AcceptTrouble.processDescriptors), (ENFILE, .systemDescriptors),
            (ENOBUFS, .memory), (ENOMEM, .memory),
        ] as [(CInt, AcceptTrouble)]
    )
    func `where something is lacking the listener rests and goes on by itself`(
        code: CInt,
        trouble: AcceptTrouble
    ) throws {
        let listener = try Listener()
        listener.fail(code)
        #expect(listener.isAccepting == false)
        #expect(listener.troubles == [trouble])
        listener.advance(.milliseconds(99))
        #expect(listener.isAccepting == false)
        listener.advance(.milliseconds(1))
        #expect(listener.isAccepting == true)
        listener.fail(code)
        listener.advance(.milliseconds(199))
        #expect(listener.isAccepting == false)
        listener.advance(.milliseconds(1))
        #expect(listener.isAccepting == true)
        #expect(listener.troubles == [trouble])
    }

    @Test func `a failure while it rests prolongs nothing`() throws {
        let listener = try Listener()
        listener.fail(EMFILE)
        listener.fail(EMFILE)
        listener.advance(.milliseconds(100))
        #expect(listener.isAccepting == true)
    }

    @Test(arguments: [ECONNABORTED, EPERM, EINVAL])
    func `other failures are no reason to rest, and are passed on`(code: CInt) throws {
        let listener = try Listener()
        listener.fail(code)
        #expect(listener.isAccepting == nil)
        #expect(listener.troubles == [])
        #expect(throws: IOError.self) { try listener.channel.throwIfErrorCaught() }
    }

    @Test func `a listener that is closed while it rests accepts nothing any more`() throws {
        let listener = try Listener()
        listener.fail(EMFILE)
        try listener.channel.close().wait()
        listener.advance(.seconds(2))
        #expect(listener.isAccepting == false)
    }
}
