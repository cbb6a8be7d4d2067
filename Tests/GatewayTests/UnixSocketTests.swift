import Foundation
import Gateway
import NIOCore
import NIOPosix
import Testing

@Suite(.timeLimit(.minutes(1))) struct UnixSocketTests {
    /// Gives a path in a directory made for the test.
    private func withPath(_ body: (String) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "gateway-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try await body(directory.appending(path: "s").path)
    }

    @Test func `a Unix socket is served with mode 0660 and removed in the end`() async throws {
        try await withPath { path in
            try await withServer(at: .unixSocket(path: path), responder: EchoResponder()) {
                _,
                address in
                let attributes = try FileManager.default.attributesOfItem(atPath: path)
                #expect(attributes[.posixPermissions] as? Int == 0o660)
                let client = try await RawClient.connect(to: address)
                try await client.send(.get("/1", "Connection: close"))
                #expect(try await client.textUntilClosed().hasSuffix("/1"))
            }
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test func `a socket that nobody listens on is replaced`() async throws {
        try await withPath { path in
            let stale = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .bind(unixDomainSocketPath: path + "-moved").get()
            try FileManager.default.moveItem(atPath: path + "-moved", toPath: path)
            try await stale.close()
            #expect(FileManager.default.fileExists(atPath: path))
            try await withServer(at: .unixSocket(path: path), responder: EchoResponder()) { _, _ in
            }
        }
    }

    @Test func `a socket somebody listens on is left alone`() async throws {
        try await withPath { path in
            let address = ListenAddress.unixSocket(path: path)
            try await withServer(at: address, responder: EchoResponder()) { _, bound in
                await #expect(throws: UnixSocketError.inUse(path)) {
                    try await withServer(at: address, responder: EchoResponder()) { _, _ in }
                }
                let client = try await RawClient.connect(to: bound)
                try await client.send(.get("/1"))
                #expect(try await client.replies(1).count == 1)
            }
        }
    }

    @Test func `a socket whose mode cannot be set is closed again`() async throws {
        // A name in the abstract namespace has no file, so that there is nothing to restrict.
        let path = "\0gateway-\(UUID().uuidString)"
        for _ in 1...2 {
            await #expect(throws: UnixSocketError.cannotRestrict(path)) {
                try await withServer(at: .unixSocket(path: path), responder: EchoResponder()) {
                    _,
                    _ in
                }
            }
        }
    }

    @Test func `a file that is no socket is left alone`() async throws {
        try await withPath { path in
            try Data("precious".utf8).write(to: URL(filePath: path))
            await #expect(throws: UnixSocketError.notASocket(path)) {
                try await withServer(at: .unixSocket(path: path), responder: EchoResponder()) {
                    _,
                    _ in
                }
            }
            #expect(try Data(contentsOf: URL(filePath: path)) == Data("precious".utf8))
        }
    }
}
