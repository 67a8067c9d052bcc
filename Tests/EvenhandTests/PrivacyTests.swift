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
      let record = try Audit.run(file.plan, folder: file.folder)
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

  /// A label that is somebody's id, or holds it, ends the audit without naming it, wherever labels stand.
  @Test(arguments: ["sex", "hired", "good", "town"], ["planted-id-17", "asked by planted-id-17", "planted-id-17/x"])
  func aLabelThatIsAnIDEndsTheAudit(_ column: String, _ label: String) throws {
    let count = 60
    var values = [
      "id": (0..<count).map { "planted-id-\($0)" }, "sex": (0..<count).map { $0 % 2 == 0 ? "f" : "m" },
      "hired": (0..<count).map { $0 % 3 == 0 ? "yes" : "no" }, "good": (0..<count).map { $0 % 5 == 0 ? "1" : "0" },
      "town": (0..<count).map { $0 % 4 == 0 ? "a" : "b" },
    ]
    let plan = Plan(
      audit: AuditDescription(title: "T"),
      decisions: DecisionColumns(
        subject: "id",
        labels: DecisionLabels(decision: "hired", favourable: ["yes"], outcome: "good", positive: ["1"]),
        groups: [GroupColumn(name: "sex")],
        within: [Stratifier(column: "town", justification: nil, approvedBy: nil)]), metrics: ["selection-rate"])
    _ = try Audit.record(of: plan, values: values)
    values[column]?[3] = label
    let error = try #require(throws: ReadError.self) { try Audit.record(of: plan, values: values) }
    #expect(error.code == "id-as-label" && error.message.contains(column) && !error.description.contains("planted"))
    // Of rows that belong to one person, likewise.
    values["id"]?[5] = "planted-id-4"
    #expect(throws: ReadError.self) { try Audit.record(of: plan, values: values) }
    // A short id cannot be told from other words.
    values["id"] = (0..<count).map { "p\($0)" }
    values[column]?[3] = "p17"
    _ = try Audit.record(of: plan, values: values)
  }

  @Test(arguments: [("users.csv", "sex"), ("items.csv", "maker")])
  func aLabelOfListsThatIsAnIDEndsTheAudit(_ table: String, _ column: String) async throws {
    try await Support.inFolder { folder in
      var texts = [
        "users.csv": "u,sex\n" + (0..<40).map { "person-\($0),\($0 % 2 == 0 ? "f" : "m")\n" }.joined(),
        "items.csv": "i,maker\n" + (0..<9).map { "i\($0),\($0 % 2 == 0 ? "a" : "b")\n" }.joined(),
        "lists.csv": "u,i,r\n" + (0..<80).map { "person-\($0 / 2),i\($0 % 9),\($0 % 2 + 1)\n" }.joined(),
        "evenhand.yaml": """
        audit: {title: T}
        recommendations:
          source: lists.csv
          columns: {user: u, item: i, rank: r}
          users: {source: users.csv, id: u, groups: [sex]}
          items: {source: items.csv, id: i, groups: [maker]}
        requirements: []
        """,
      ]
      func run() async throws {
        for (name, text) in texts { try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8) }
        let file = try PlanFile(path: "\(folder)/evenhand.yaml")
        _ = try Audit.run(file.plan, folder: folder)
      }
      try await run()
      texts[table] = texts[table]?.replacing(
        table == "users.csv" ? ",f\n" : ",a\n", with: ",person-7\n", maxReplacements: 1)
      let error = await #expect(throws: ReadError.self) { try await run() }
      #expect(error?.code == "id-as-label" && error?.description.contains("person-7") == false)
      #expect(error?.message.contains(column) == true)
    }
  }
}
