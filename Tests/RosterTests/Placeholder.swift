import Testing

@Test func `placeholder Roster`() {}
