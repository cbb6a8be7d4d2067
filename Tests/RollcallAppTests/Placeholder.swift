import Testing

@Test func `placeholder RollcallApp`() {}
