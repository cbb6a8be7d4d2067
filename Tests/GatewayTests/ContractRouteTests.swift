import NIOHTTP1
import Testing

@testable import Gateway

/// The routes and problem codes of the code and those of openapi.yaml are the same.
@Suite struct ContractRouteTests {
    /// A path of the document and the methods described for it, sorted.
    private struct DescribedPath {
        var template: String
        var methods: [String] = []

        /// The path with its parameters filled in.
        var path: String {
            let values = ["{id}": "1031", "{vdn}": "170", "{name}": "billing"]
            return template.split(separator: "/", omittingEmptySubsequences: false)
                .map { values[String($0)] ?? String($0) }
                .joined(separator: "/")
        }
    }

    private static let operatorsPaths: Set<String> = ["/metrics", "/readyz"]

    private func contract() throws -> String {
        bodyText(try responseAtOnce("/openapi.yaml", ScriptedSource([])))
    }

    private func describedPaths() throws -> [DescribedPath] {
        var paths: [DescribedPath] = []
        for line in try section("paths", indentation: 0) {
            if line.hasPrefix("  /"), line.hasSuffix(":") {
                paths.append(DescribedPath(template: String(line.dropFirst(2).dropLast())))
            } else if line.hasPrefix("    "), line.hasSuffix(":"), !line.hasPrefix("     ") {
                paths[paths.count - 1].methods.append(line.dropFirst(4).dropLast().uppercased())
            }
        }
        return paths.map { path in
            var path = path
            path.methods = path.methods.filter { !["PARAMETERS", "SERVERS"].contains($0) }.sorted()
            return path
        }
    }

    /// The lines below a key, up to the next key as far to the left.
    private func section(_ key: String, indentation: Int) throws -> [Substring] {
        let margin = String(repeating: " ", count: indentation)
        let lines = try contract().split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex(of: "\(margin)\(key):"))
        return Array(lines[(start + 1)...].prefix { $0.isEmpty || $0.hasPrefix("\(margin) ") })
    }

    /// What OPTIONS is answered at a path; on the operators' listener for their paths.
    private func options(_ described: DescribedPath) throws -> Response {
        let request = Request(id: "r-1", method: .OPTIONS, path: described.path)
        let responder: any Responder =
            Self.operatorsPaths.contains(described.template)
            ? AdminAPI(metrics: { "" }, readiness: { ReadinessReport() })
            : try testAPI(ScriptedSource([]))
        guard case .now(let response) = responder.respond(to: request, deliver: { _ in }) else {
            Issue.record("not answered at once")
            return Response(status: 0, contentType: nil, route: .none)
        }
        return response
    }

    @Test func `every path described has the methods described, and no other`() throws {
        for described in try describedPaths() {
            let allow = try options(described).fields.first { $0.name == "Allow" }?.value ?? ""
            let methods = allow.split(separator: ", ").map(String.init).sorted()
            #expect(methods == described.methods, "\(described.template)")
        }
    }

    @Test func `every route is described, with and without its VDN`() throws {
        let paths = try describedPaths()
        let all = Set(RouteLabel.allCases).subtracting([.none])
        let reached = try paths.map { try options($0).route }
        #expect(Set(reached) == all)
        let ofVDNs = paths.filter { $0.template.hasPrefix("/vdns/{vdn}/") }
        let twins = Set(ofVDNs.map { String($0.template.dropFirst("/vdns/{vdn}".count)) })
        let others = paths.filter { !$0.template.hasPrefix("/vdns/") }
        let outside = Self.operatorsPaths.union(["/healthz", "/openapi.yaml"])
        #expect(twins == Set(others.map(\.template)).subtracting(outside))
        // No label stands for two routes: else a route could hide behind another's.
        #expect(others.count == all.count)
    }

    @Test func `every problem code is described with its title and status, and no other`() throws {
        let listed = try section("ProblemCode", indentation: 4)
            .filter { $0.hasPrefix("        - ") }
            .map { String($0.dropFirst(10)) }
        #expect(listed.sorted() == ProblemCode.allCases.map(\.rawValue).sorted())
        let text = try contract()
        for code in ProblemCode.allCases {
            let lines = [
                "type: urn:rollcall:problem:\(code.rawValue)", "title: \(code.title)",
                "status: \(code.status)",
            ]
            let example = lines.joined(separator: "\n" + String(repeating: " ", count: 16))
            #expect(text.contains(example), "\(code.rawValue) has no example in openapi.yaml")
        }
    }
}
