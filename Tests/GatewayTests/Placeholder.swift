import Testing

@Test func `placeholder Gateway`() {}
