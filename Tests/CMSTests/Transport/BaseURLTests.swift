import CMS
import Testing

struct BaseURLTests {
    @Test(arguments: [
        ("https://cms.example:28443", "cms.example:28443", 28_443, ""),
        ("https://cms.example", "cms.example", 443, ""),
        ("https://cms.example:443/", "cms.example", 443, ""),
        ("HTTP://CMS.Example:8080/apigovernance/", "cms.example:8080", 8080, "/apigovernance"),
        ("http://127.0.0.1:80", "127.0.0.1", 80, ""),
        ("https://[::1]:8443/a/b", "[::1]:8443", 8443, "/a/b"),
        ("https://[FE80::1]", "[fe80::1]", 443, ""),
    ])
    func `a base URL is read`(text: String, hostHeader: String, port: Int, path: String) throws {
        let url = try BaseURL(parsing: text)
        #expect(url.hostHeader == hostHeader)
        #expect(url.port == port)
        #expect(url.pathPrefix == path)
    }

    @Test func `an IPv6 address is kept without its brackets`() throws {
        #expect(try BaseURL(parsing: "https://[::1]:8443").host == "::1")
    }

    @Test(arguments: [
        ("", BaseURLError.scheme), ("cms.example:28443", .scheme), ("ftp://cms", .scheme),
        ("https://", .host), ("https://:443", .host), ("https://a b", .host),
        ("https://::1", .port), ("https://[::1", .port), ("https://[]", .host),
        ("https://[::zz]", .host), ("https://-a", .host), ("https://münchen", .host),
        ("https://a:0", .port), ("https://a:65536", .port), ("https://a:", .port),
        ("https://a:+1", .port), ("https://a:99999999999999999999", .port),
        ("https://u:p@a", .userInfo), ("https://a?x=1", .queryOrFragment),
        ("https://a/#x", .queryOrFragment), ("https://a/b%20c", .path), ("https://a/b c", .path),
        ("https://a//b", .path), ("https://a/../b", .path), ("https://a/.", .path),
    ])
    func `another text is refused with what is wrong with it`(text: String, fault: BaseURLError) {
        #expect(throws: fault) { try BaseURL(parsing: text) }
    }
}
