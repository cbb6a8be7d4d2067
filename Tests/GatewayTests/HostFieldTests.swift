import Testing

@testable import Gateway

@Suite struct HostFieldTests {
    @Test(arguments: [
        "", "a", "a:80", "a:", "cms.example", "127.0.0.1:8080", "[::1]", "[::1]:8080", "a_b-c~d",
        "%41", "[::ffff:127.0.0.1]:1",
    ])
    func `a host with or without a port is valid`(_ text: String) {
        #expect(HostField.isValid(text))
    }

    @Test(arguments: [
        "a b", "a/b", "a@b", "a:b", "a:80:80", "::1", "[::1", "::1]", "[]", "[::1]8080", "[g::1]",
        "a:123456", "a\"b", "a,b c", "a\\b", "ä", "a?b", "a#b", "<a>",
    ])
    func `anything else is not`(_ text: String) {
        #expect(!HostField.isValid(text))
    }
}
