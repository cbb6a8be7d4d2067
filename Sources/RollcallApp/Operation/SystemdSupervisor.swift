internal import Glibc

/// systemd, told over the socket it names in `NOTIFY_SOCKET` (sd_notify(3)).
package struct SystemdSupervisor: Supervisor {
    private let path: [UInt8]

    /// Creates the way to it; nothing when there is no such socket.
    package init?(environment: [String: String]) {
        guard let name = environment["NOTIFY_SOCKET"], name.hasPrefix("/") || name.hasPrefix("@"),
            name.utf8.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path)
        else { return nil }
        path = Array(name.utf8)
    }

    /// Sends one datagram; that systemd may be gone does no harm.
    package func notify(_ state: SupervisedState) {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | O_CLOEXEC, 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = address
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
        let text = Array(Self.text(of: state).utf8)
        unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = unsafe sendto(
                    descriptor,
                    text,
                    text.count,
                    Int32(MSG_NOSIGNAL),
                    address,
                    length
                )
            }
        }
    }

    /// With `RELOADING=1` belongs the time on the monotonic clock, in microseconds.
    private static func text(of state: SupervisedState) -> String {
        guard state == .reloading else { return state.rawValue }
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return "\(state.rawValue)\nMONOTONIC_USEC=\(time.tv_sec * 1_000_000 + time.tv_nsec / 1_000)"
    }

    /// A leading `@` stands for the zero byte of a name that is in no file system.
    private var address: sockaddr_un {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = path.first == 0x40 ? [0] + path.dropFirst() : path
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { bytes in
            unsafe bytes.copyBytes(from: name)
        }
        return address
    }
}
