import Foundation

/// The built program, run as people run it.
enum Program {
  /// The folder of this checkout.
  static let checkout = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// The folder that holds the built program: that of the running tests.
  static let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path

  /// A library that stands before the clock: with `CLOCK` in the environment, `evenhand` believes that it is then.
  static let clock: String = {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("evenhand-clock-\(getpid())").path
    let source = """
      #define _GNU_SOURCE
      #include <dlfcn.h>
      #include <errno.h>
      #include <stdlib.h>
      #include <string.h>
      #include <time.h>
      time_t time(time_t *t) {
        const char *clock = getenv("CLOCK");
        time_t now = clock && !strcmp(program_invocation_short_name, "evenhand")
          ? atol(clock) : ((time_t (*)(time_t *))dlsym(RTLD_NEXT, "time"))(0);
        if (t) *t = now;
        return now;
      }
      """
    try? source.write(toFile: path + ".c", atomically: true, encoding: .utf8)
    let compiler = Process()
    compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    compiler.arguments = ["clang", "-shared", "-fPIC", "-O1", "-o", path + ".so", path + ".c", "-ldl"]
    try? compiler.run()
    compiler.waitUntilExit()
    precondition(compiler.terminationStatus == 0, "the compiler that builds this package builds the clock too")
    return path + ".so"
  }()

  struct Result {
    var output: String
    var talk: String
    var code: Int32
  }

  /// Runs a line of shell in `folder`, with `evenhand` on the path and a plain environment.
  static func shell(_ line: String, in folder: String, environment extra: [String: String] = [:]) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = [
      "PATH": Program.folder + ":/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "CHECKOUT": checkout,
      "CLOCK_LIBRARY": clock,
    ].merging(extra) { $1 }
    let files = ["out", "err"].map { folder + "/.\($0)-\(UUID().uuidString)" }
    for file in files { _ = FileManager.default.createFile(atPath: file, contents: nil) }
    let handles = try files.map { try FileHandle(forWritingTo: URL(fileURLWithPath: $0)) }
    process.standardOutput = handles[0]
    process.standardError = handles[1]
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { String(decoding: try Data(contentsOf: URL(fileURLWithPath: $0)), as: UTF8.self) }
    for file in files { try FileManager.default.removeItem(atPath: file) }
    return Result(output: texts[0], talk: texts[1], code: process.terminationStatus)
  }

  /// A new empty folder that is gone after `body`.
  static func inFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("evenhand-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
  }
}
