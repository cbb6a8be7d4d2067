internal import Glibc
internal import NIOCore
internal import NIOPosix

/// The file of a Unix socket.
struct UnixSocketFile: Sendable {
    /// Where the socket is.
    let path: String

    /// Makes room for a new socket: removes what a process that is gone has left.
    /// - Throws: `UnixSocketError` when something else stands there, or somebody listens.
    func makeRoom(on group: any EventLoopGroup) async throws {
        guard let mode = fileMode else { return }
        guard mode & S_IFMT == S_IFSOCK else { throw UnixSocketError.notASocket(path) }
        guard await !isListenedOn(group) else { throw UnixSocketError.inUse(path) }
        unsafe unlink(path)
    }

    /// Lets owner and group connect, and nobody else.
    /// - Throws: `UnixSocketError` when the mode cannot be set.
    func restrictAccess() throws(UnixSocketError) {
        guard unsafe chmod(path, 0o660) == 0 else { throw .cannotRestrict(path) }
    }

    private var fileMode: mode_t? {
        var status = stat()
        return unsafe lstat(path, &status) == 0 ? status.st_mode : nil
    }

    private func isListenedOn(_ group: any EventLoopGroup) async -> Bool {
        do {
            let bootstrap = ClientBootstrap(group: group)
            try await bootstrap.connect(unixDomainSocketPath: path).get().close()
            return true
        } catch let error as IOError {
            return error.errnoCode != ECONNREFUSED
        } catch {
            return true
        }
    }
}

/// Why a Unix socket cannot be listened on.
package enum UnixSocketError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Something that is no socket stands at the path.
    case notASocket(String)
    /// Another process listens there.
    case inUse(String)
    /// The file's mode cannot be set.
    case cannotRestrict(String)

    /// One sentence for the log.
    package var description: String {
        switch self {
        case .notASocket(let path): "\(path) exists and is not a socket; it is left alone"
        case .inUse(let path): "another process listens on \(path)"
        case .cannotRestrict(let path): "the mode of \(path) cannot be set to 0660"
        }
    }
}
