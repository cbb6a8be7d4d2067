import Testing

@Test func `placeholder CMS`() {}
