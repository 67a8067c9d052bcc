import Evenhand
import Foundation
import Testing

/// No row, no id and no value of a person leaves the readers.
struct PrivacyTests {
  @Test func noArtefactHoldsAPlantedValue() async throws {
    try await Support.inFolder { folder in
      var rows = ["id,sex,age,salary,hired,note"]
      for index in 0..<400 {
        rows.append(
          "planted-id-\(index),\(index % 2 == 0 ? "f" : "m"),\(20 + index % 40).37219,\(91_000 + index),\(index % 3 == 0 ? "yes" : "no"),planted-note-\(index)"
        )
      }
      try rows.joined(separator: "\n").write(toFile: "\(folder)/rows.csv", atomically: true, encoding: .utf8)
      try """
      audit: {title: Private}
      decisions:
        source: rows.csv
        columns: {subject: id, decision: hired, favourable: ["yes"]}
        groups: [sex, {column: age, bins: [0, 30, 120]}]
        intersections: all
      requirements: [{id: r, metric: selection-rate, at-least: 0.8}]
      """.write(toFile: "\(folder)/evenhand.yaml", atomically: true, encoding: .utf8)
      let file = try PlanFile(path: "\(folder)/evenhand.yaml")
      let record = try await Audit.run(file.plan, folder: file.folder)
      let bundle = Bundle(folder: "\(folder)/out")
      try bundle.write(
        record,
        run: { _ in
          RunDescription(
            startedAt: "", seconds: 0, host: nil, platform: "", command: [], version: "", record: "")
        },
        plan: file.bytes)
      let names = try FileManager.default.contentsOfDirectory(atPath: bundle.folder)
      #expect(names.count == 12)
      for name in names {
        let text = try String(contentsOfFile: bundle.path(name), encoding: .utf8)
        #expect(!text.contains("planted"), "\(name)")
        #expect(!text.contains("37219"), "\(name)")
        #expect(!text.contains("91000"), "\(name)")
        #expect(!text.contains(folder), "\(name)")
      }
    }
  }

  @Test func aColumnOfIdsIsNoGroup() async throws {
    let values = (0..<1500).map { "planted-\($0)" }
    let error = try #require(throws: ReadError.self) {
      try Audit.record(
        of: Support.plan(metrics: ["selection-rate"]),
        values: ["group": values, "decision": values.map { _ in "1" }, "outcome": values.map { _ in "" }])
    }
    #expect(!error.description.contains("planted"))
  }
}
