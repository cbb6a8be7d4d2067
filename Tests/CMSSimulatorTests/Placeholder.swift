import Testing

@Test func `placeholder CMSSimulator`() {}
