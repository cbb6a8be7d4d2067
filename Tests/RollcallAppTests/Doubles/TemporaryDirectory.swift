import Foundation

/// Runs the body with a new directory, which is removed afterwards.
func withDirectory<Value>(_ body: (String) throws -> Value) throws -> Value {
    let directory = try newDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    return try body(directory)
}

/// Runs the body with a new directory, which is removed afterwards.
func withDirectory<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    let directory = try newDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    return try await body(directory)
}

private func newDirectory() throws -> String {
    let url = FileManager.default.temporaryDirectory
        .appendingPathComponent("rollcall-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    return url.path
}
