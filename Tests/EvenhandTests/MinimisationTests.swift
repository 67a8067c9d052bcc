import Evenhand
import Foundation
import Testing

/// The extract that an auditor may have: it gives the numbers of the data, and nobody's id.
struct MinimisationTests {
  /// A plan, its files, and what must not leave.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let plan: String
    let files: [String: String]
    let planted: [String]

    var testDescription: String { name }
  }

  private static func rows(_ header: String, _ count: Int, _ row: (Int) -> String) -> String {
    ([header] + (0..<count).map(row)).joined(separator: "\n") + "\n"
  }

  static let cases: [Case] = [
    Case(
      name: "decisions with everything a column may be",
      plan: """
        # A comment stays where it is.
        audit: {title: Extract, system: {name: s, artifact: model.bin}}
        decisions:
          source: [rows.csv, further.csv]
          columns:
            subject: id
            decision: hired
            favourable: ["yes"]
            outcome: good
            positive: "1"
            score: {column: s, range: [0, 1]}
          groups:
            - sex
            - {column: age, bins: [20, 30, 45, 60]}
            - {name: old, column: age, bins: [0, 45, 60]}
          intersections: [[sex, age]]
          unknown: ["-1", "19", ""]
          within: [town]
        privacy:
          pseudonymise: {key-file: keys/secret.key, epoch: 2026Q3}
          quasi-identifiers: [postcode]
          population-share: 0.1
        requirements: [{id: r, metric: selection-rate, across: [sex], at-least: 0.8}]
        """,
      files: [
        "rows.csv": rows("id,sex,age,hired,good,s,town,postcode,note", 300) {
          "planted-\($0 / 2),\($0 % 3 == 0 ? "f" : "m"),\([18, 30, 45, 60, 61, 33.25, -1][$0 % 7]),\($0 % 4 == 0 ? "yes" : "no"),\($0 % 5 == 0 ? 1 : 0),\(Double($0 % 97) / 97),\"t \"\"\($0 % 2)\"\"\",9\($0),planted note"
        },
        "further.csv": rows("good,hired,id,sex,age,s,town,postcode", 100) {
          "1,no,\"planted,\($0)\",f,\(22 + $0 % 30).5,0.5,\"t, 1\",8\($0)"
        },
        "model.bin": "model",
      ], planted: ["planted", "33.25", "22.5", "model.bin"]),
    Case(
      name: "weights and clusters",
      plan: """
        audit: {title: Extract}
        decisions: {source: data/rows.tsv, columns: {decision: d, favourable: "1", weight: w, stratum: h, cluster: c}, groups: [sex]}
        privacy: {pseudonymise: {key-file: keys/secret.key}}
        requirements: [{id: r, metric: selection-rate, compare: difference, at-most: 0.3}]
        """,
      files: [
        "data/rows.tsv": rows("sex\td\tw\th\tc\tn", 240) {
          "\($0 % 3 == 0 ? "f" : "m")\t\($0 % 2)\t\(1 + $0 % 4)\th\($0 % 2)\tplanted\($0 / 4)\tx"
        }
      ], planted: ["planted"]),
    Case(
      name: "amounts and predictions",
      plan: """
        audit: {title: Extract}
        decisions: {source: rows.csv, columns: {subject: id, amount: {column: pay, range: [0, 99999]}, unit: EUR, predicted: offer}, groups: [sex]}
        privacy: {pseudonymise: {key-file: keys/secret.key}}
        requirements: [{id: r, metric: mean-amount, compare: difference, at-least: -500}]
        """,
      files: [
        "rows.csv": rows("id,sex,pay,offer,name", 200) {
          "planted-\($0),\($0 % 2 == 0 ? "f" : "m"),\(1000 + $0 * 7),\($0 % 9 == 0 ? "" : "\(1010 + $0 * 7)"),planted name"
        }
      ], planted: ["planted"]),
    Case(
      name: "a table of counts",
      plan: """
        audit: {title: Extract}
        decisions: {source: rows.csv, delimiter: ";", counts: {selected: n, people: all}, groups: [sex, race]}
        privacy: {pseudonymise: {key-file: keys/secret.key}}
        requirements: []
        """,
      files: ["rows.csv": "sex;race;n;all;name\nf;a;10;40;x\nf;b;4;31;x\nm;a;20;50;x\nm;b;9;33;x\n"], planted: ["name"]),
    Case(
      name: "lists of sessions with all tables",
      plan: """
        audit: {title: Extract}
        recommendations:
          source: {files: lists.csv, delimiter: ","}
          columns: {user: u, item: i, rank: r, list: session, engagement: e}
          users: {source: users.csv, id: u, groups: [sex]}
          items: {source: items.csv, id: i, groups: [{column: kind, multiple: "|"}, {column: price, bins: [0, 10, 100]}], popularity: p}
          relevant: {source: relevant.csv, user: u, item: i}
          history: {source: relevant.csv, user: u, item: i}
          audience: users.csv
          depth: 3
        privacy: {pseudonymise: {key-file: keys/secret.key}}
        requirements: [{id: r, metric: ndcg, across: [sex], compare: difference, at-most: 0.5}]
        """,
      files: [
        "lists.csv": rows("u,session,i,r,e,agent", 360) {
          "planted-u\($0 / 6),planted-s\($0 / 3 % 2),planted-i\($0 * 7 % 40),\($0 % 3 + 1),\($0 % 2),browser"
        },
        "users.csv": rows("u,sex,mail", 60) { "planted-u\($0),\($0 % 2 == 0 ? "f" : "m"),a@b.example" },
        "items.csv": rows("i,kind,price,p", 40) { "planted-i\($0),\($0 % 3 == 0 ? "a|b" : "b"),\($0 * 3).125,\($0)" },
        "relevant.csv": rows("u,i,when", 120) { "planted-u\($0 / 2),planted-i\($0 * 11 % 40),1999-01-02" },
      ], planted: ["planted", ".125", "1999", "browser", "@"]),
    Case(
      name: "a run of TREC",
      plan: """
        audit: {title: Extract}
        recommendations:
          source: {files: run.txt, format: trec-run}
          users: {source: users.csv, id: u, groups: [sex]}
          relevant: {source: {files: qrels.txt, format: trec-qrels}}
        privacy: {pseudonymise: {key-file: keys/secret.key}}
        requirements: []
        """,
      files: [
        "run.txt": (0..<300).map {
          "planted-u\($0 / 5) Q0 planted-i\($0 * 7 % 50) \($0 % 5 + 1) \(9 - $0 % 5).5 team\n"
        }.joined(),
        "users.csv": rows("u,sex", 60) { "planted-u\($0),\($0 % 2 == 0 ? "f" : "m")" },
        "qrels.txt": (0..<150).map { "planted-u\($0 / 3)  0\tplanted-i\($0 * 3 % 50) 1\n" }.joined(),
      ], planted: ["planted", "team"]),
    Case(
      name: "files of RecBole",
      plan: """
        audit: {title: Extract}
        recommendations:
          source: {files: a.inter, format: recbole}
          columns: {user: user_id, item: item_id, score: score}
          items: {source: {files: a.item, format: recbole}, id: item_id, groups: [genre]}
        privacy: {pseudonymise: {key-file: keys/secret.key}}
        requirements: []
        """,
      files: [
        "a.inter": rows("user_id:token\titem_id:token\tscore:float\tt:float", 200) {
          "planted-u\($0 / 5)\tplanted-i\($0 * 7 % 20)\t\(5 - $0 % 5)\t\(777_000 + $0)"
        },
        "a.item": rows("item_id:token\tgenre:token_seq", 20) { "planted-i\($0)\t\($0 % 2 == 0 ? "a b" : "b")" },
      ], planted: ["planted", "777"]),
  ]

  /// Writes the files of a case and a key.
  private func prepare(_ one: Case, in folder: String) throws -> PlanFile {
    for (name, text) in one.files {
      try Files.makeFolder(Path.folder(of: "\(folder)/in/\(name)"))
      try text.write(toFile: "\(folder)/in/\(name)", atomically: true, encoding: .utf8)
    }
    try one.plan.write(toFile: "\(folder)/in/evenhand.yaml", atomically: true, encoding: .utf8)
    try Files.makeFolder("\(folder)/in/keys")
    _ = try KeyFile.create(at: "\(folder)/in/keys/secret.key")
    return try PlanFile(path: "\(folder)/in/evenhand.yaml")
  }

  /// The audit of an extract is that of the data, and no file of it holds what was planted. Made again it is the same.
  @Test(arguments: cases) func theExtractGivesTheNumbersOfTheData(_ one: Case) async throws {
    try await Support.inFolder { folder in
      let file = try prepare(one, in: folder)
      let key = "\(folder)/in/keys/secret.key"
      for out in ["out", "again"] {
        let minimisation = try Minimisation(file, keyFile: key, epoch: nil, output: "\(folder)/\(out)", threads: 1)
        _ = try await minimisation.write()
      }
      let extract = try PlanFile(path: "\(folder)/out/evenhand.yaml")
      // The model file stays at home, so that its digest is no part of what is compared.
      var plan = file.plan
      plan.artifact = nil
      var before = try Audit.run(plan, folder: file.folder)
      var after = try Audit.run(extract.plan, folder: extract.folder)
      #expect(before.estimates == after.estimates && before.findings == after.findings && before.rows == after.rows)
      for index in before.tables.indices { before.tables[index].inputs = [] }
      for index in after.tables.indices { after.tables[index].inputs = [] }
      (before.inputs, before.plan.sha256, before.warnings) = ([], nil, [])
      (after.inputs, after.plan.sha256, after.warnings) = ([], nil, [])
      (before.audit.system.artifact, after.audit.system.artifact) = (nil, nil)
      #expect(try SealedRecord(before).digest == SealedRecord(after).digest)
      let names = Files.names(in: "\(folder)/out")
      #expect(names.contains("minimised.json") && names.count >= 3)
      for name in names {
        let bytes = try Files.read("\(folder)/out/\(name)")
        let text = String(decoding: bytes, as: UTF8.self)
        // The names of columns that were left out are no values.
        if name != "minimised.json" {
          for word in one.planted { #expect(!text.contains(word), "\(name): \(word)") }
        }
        #expect(try bytes == Files.read("\(folder)/again/\(name)"), "\(name)")
        let mode = try FileManager.default.attributesOfItem(atPath: "\(folder)/out/\(name)")[.posixPermissions]
        #expect(mode as? Int == 0o600)
      }
    }
  }

  @Test func theDescriptionCountsPeople() async throws {
    try await Support.inFolder { folder in
      let file = try prepare(Self.cases[0], in: folder)
      let outcome = try await Minimisation(file, keyFile: nil, epoch: nil, output: "\(folder)/out")
        .write()
      let table = try #require(outcome.tables.first)
      #expect(table.files.map(\.name) == ["decisions-1.csv", "decisions-2.csv"])
      #expect(table.dropped == ["note", "postcode"] && table.kept.contains("id"))
      let risk = try #require(table.risk)
      // A postcode of one's own tells everybody apart, and is not handed over.
      #expect(risk.before.people == 400 && risk.before.unique >= 300 && risk.after.unique < 60)
      #expect(risk.before.largest == 1 && (risk.before.populationMean ?? 1) < risk.before.mean)
      #expect(outcome.epoch == "2026Q3" && outcome.key.count == 8)
      let plan = String(decoding: try Files.read("\(folder)/out/evenhand.yaml"), as: UTF8.self)
      #expect(plan.contains("# A comment stays") && !plan.contains("privacy") && !plan.contains("secret"))
      #expect(plan.contains("source: [decisions-1.csv, decisions-2.csv]"))
    }
  }

  /// Ids of two periods cannot be joined, and those of one can.
  @Test func anEpochGivesOtherPseudonyms() async throws {
    try await Support.inFolder { folder in
      let file = try prepare(Self.cases[1], in: folder)
      let key = "\(folder)/in/keys/secret.key"
      var texts: [[UInt8]] = []
      for (out, epoch) in [("a", "1"), ("b", "2"), ("c", "1")] {
        _ = try await Minimisation(file, keyFile: key, epoch: epoch, output: "\(folder)/\(out)")
          .write()
        texts.append(try Files.read("\(folder)/\(out)/decisions.tsv"))
      }
      #expect(texts[0] == texts[2] && texts[0] != texts[1])
    }
  }

  @Test func aLabelThatIsAnIDStaysAtHome() async throws {
    try await Support.inFolder { folder in
      var one = Self.cases[1]
      one = Case(
        name: one.name, plan: one.plan,
        files: [
          "data/rows.tsv": one.files["data/rows.tsv"]!.replacingOccurrences(of: "f\t0", with: "manager planted17\t0")
        ],
        planted: [])
      let file = try prepare(one, in: folder)
      let minimisation = try Minimisation(
        file, keyFile: "\(folder)/in/keys/secret.key", epoch: nil, output: "\(folder)/out")
      let error = await #expect(throws: ExtractError.self) { try await minimisation.write() }
      #expect(error?.description.contains("planted") == false)
      #expect(Files.names(in: folder) == ["in"])
    }
  }

  @Test func keysAreKeptApart() async throws {
    try await Support.inFolder { folder in
      let file = try prepare(Self.cases[1], in: folder)
      func refused(_ key: String, output: String = "\(folder)/out") -> String {
        do {
          _ = try Minimisation(file, keyFile: key, epoch: nil, output: output)
          return "taken"
        } catch { return "\(error)" }
      }
      let key = "\(folder)/in/keys/secret.key"
      #expect(refused(key) == "taken")
      #expect(
        refused(key, output: "\(folder)/in/keys").hasSuffix(
          "secret.key: the key lies inside the output folder and would travel with it (keep it elsewhere)"))
      #expect(refused("\(folder)/none").contains("check the path"))
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: key)
      #expect(refused(key).hasSuffix("secret.key: others can read this key (chmod 600 secret.key)"))
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
      #expect(throws: FileError.self) { try KeyFile.create(at: key) }
      try "".write(toFile: "\(folder)/in/SHA256SUMS", atomically: true, encoding: .utf8)
      #expect(refused(key).contains("which is a bundle or an extract"))
      #expect(throws: FileError.self) { try KeyFile.create(at: "\(folder)/in/other.key") }
      try FileManager.default.removeItem(atPath: "\(folder)/in/SHA256SUMS")
      for text in [
        "", "evenhand-key/1", "evenhand-key/2 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "evenhand-key/1 AAEC",
      ] {
        try text.write(toFile: key, atomically: false, encoding: .utf8)
        #expect(refused(key).contains("this file holds no key"), "\(text)")
      }
    }
  }

  @Test func nothingIsOverwrittenOrLeftBehind() async throws {
    try await Support.inFolder { folder in
      let file = try prepare(Self.cases[1], in: folder)
      let key = "\(folder)/in/keys/secret.key"
      let minimisation = try Minimisation(file, keyFile: key, epoch: nil, output: "\(folder)/out")
      try Files.makeFolder("\(folder)/out")
      await #expect(throws: FileError.self) { try await minimisation.write() }
      try FileManager.default.removeItem(atPath: "\(folder)/out")
      try "sex\td\tw\th\tc\nf\t1\tmuch\th\tc1\n".write(
        toFile: "\(folder)/in/data/rows.tsv", atomically: true, encoding: .utf8)
      await #expect(throws: ReadError.self) { try await minimisation.write() }
      #expect(Files.names(in: folder) == ["in"])
    }
  }
}
