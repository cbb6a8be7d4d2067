import Testing

@Test func `placeholder StatusEngine`() {}
