internal import CMSSimulator
internal import Foundation
internal import Gateway
internal import Roster

/// What the demo prints: lines that work when they are copied.
enum DemoGuide {
    static func text(_ addresses: BoundAddresses, cmsPort: Int) -> String {
        let paths = [
            ("one agent", "/agents/1031"),
            ("a list", "/agents?ids=1031,1099,2000-2009"),
            ("a group at a glance", "/groups/billing/status"),
            ("its agents", "/groups/billing/agents"),
            ("a name of any letters", "/groups/\(encoded(lastName))/status"),
            ("all groups", "/groups"),
            ("everybody at a glance", "/vdn/status"),
        ]
        let lines = paths.map { meaning, path in
            "  curl -s '\(base(addresses.gateway))\(path)'\(gap(path))# \(meaning)"
        }
        return """
            Rollcall serves \(DemoRoster.agents.count) simulated agents in \
            \(DemoRoster.groups.count) groups. Try:

            \(lines.joined(separator: "\n"))

              curl -s '\(base(addresses.admin))/metrics'

            The simulated CMS is at http://127.0.0.1:\(cmsPort). Ctrl-C ends the demo.
            """
    }

    private static var lastName: String { DemoRoster.names.last ?? "billing" }

    private static func base(_ address: ListenAddress) -> String { "http://\(address)" }

    private static func gap(_ path: String) -> String {
        String(repeating: " ", count: max(1, 36 - path.count))
    }

    private static func encoded(_ name: String) -> String {
        name.addingPercentEncoding(withAllowedCharacters: .unreserved) ?? name
    }
}

extension CharacterSet {
    /// What needs no percent-encoding anywhere (RFC 3986 section 2.3).
    fileprivate static var unreserved: CharacterSet {
        let ascii = CharacterSet(charactersIn: Unicode.Scalar(0)...Unicode.Scalar(127))
        return CharacterSet.alphanumerics.intersection(ascii)
            .union(CharacterSet(charactersIn: "-._~"))
    }
}
