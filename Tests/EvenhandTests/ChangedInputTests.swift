import Evenhand
import Foundation
import Testing

/// The digest in a record is that of the bytes that were counted, or there is no record.
@Suite("Inputs that change during an audit") struct ChangedInputTests {
  private func write(_ rows: String, to path: String) throws {
    try Data(("group,decision,outcome\n" + String(repeating: rows, count: 40_000)).utf8)
      .write(to: URL(fileURLWithPath: path))
  }

  @Test("a file that grows while it is read", arguments: [1, 2, 3]) func growing(threads: Int) async throws {
    try await Support.inFolder { folder in
      let path = "\(folder)/rows.csv"
      try write("a,1,1\nb,0,1\n", to: path)
      var plan = Support.plan()
      plan.decisions?.table = InputTable(named: ["rows.csv"])
      var options = Audit.Options()
      options.threads = threads
      options.progress = { _, _ in
        guard let file = fopen(path, "a") else { return }
        fputs("a,0,0\n", file)
        fclose(file)
      }
      let error = #expect(throws: ReadError.self) {
        try Audit.run(plan, folder: folder, options: options)
      }
      #expect(error?.code == "changed-input" && error?.description.contains("rows.csv: this file has changed") == true)
    }
  }

  @Test("a file that another takes the place of, of the same size", arguments: [1, 2, 3])
  func replaced(threads: Int) async throws {
    try await Support.inFolder { folder in
      let path = "\(folder)/rows.csv"
      try write("a,1,1\nb,0,1\n", to: path)
      try write("a,0,1\nb,1,1\n", to: path + ".other")
      var plan = Support.plan()
      plan.decisions?.table = InputTable(named: ["rows.csv"])
      var options = Audit.Options()
      options.threads = threads
      options.progress = { _, _ in rename(path + ".other", path) }
      let error = #expect(throws: ReadError.self) {
        try Audit.run(plan, folder: folder, options: options)
      }
      #expect(error?.code == "changed-input")
    }
  }

  @Test("two files of one name in different folders have digests of their own") func sameName() async throws {
    try await Support.inFolder { folder in
      for name in ["x", "y"] {
        try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
      }
      try write("a,1,1\nb,0,1\n", to: "\(folder)/x/rows.csv")
      try write("a,0,1\nb,1,1\n", to: "\(folder)/y/rows.csv")
      var plan = Support.plan()
      plan.decisions?.table = InputTable(named: ["x/rows.csv", "y/rows.csv"])
      for threads in [1, 2] {
        var options = Audit.Options()
        options.threads = threads
        let inputs = try Audit.run(plan, folder: folder, options: options).inputs
        #expect(inputs.map(\.name) == ["rows.csv", "rows.csv"])
        #expect(
          try inputs.map(\.sha256)
            == ["x", "y"].map {
              try Digest(of: Array(Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)/rows.csv")))).hex
            })
        options.digestsInputs = false
        #expect(try Audit.run(plan, folder: folder, options: options).inputs.allSatisfy { $0.sha256 == nil })
      }
    }
  }
}
