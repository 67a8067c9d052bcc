import AuditData
import AuditRecord
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A document, and what Python's csv module has read from it.
struct PythonCase: Decodable, Sendable {
  let text: String
  let isDamaged: Bool
  let table: Table?

  enum Key: CodingKey { case text, isDamaged, table }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    text = try values.decode(String.self, forKey: .text)
    isDamaged = try values.decode(Bool.self, forKey: .isDamaged)
    guard var rows = try? values.nestedUnkeyedContainer(forKey: .table) else {
      table = nil
      return
    }
    var table: Table = [:]
    while !rows.isAtEnd {
      var row = try rows.nestedUnkeyedContainer()
      let labels = try [row.decode(String.self), row.decode(String.self)].map { Label($0.isEmpty ? "?" : $0) }
      table[labels] = [0, 0, try row.decode(Int64.self), 0, 0, try row.decode(Int64.self)]
    }
    self.table = table
  }

  static let all: [PythonCase] = {
    let here = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    let path = (here.dropLast(2) + ["Reference", "csv-python.json"]).joined(separator: "/")
    do {
      return try JSONDecoder().decode([PythonCase].self, from: Data(contentsOf: URL(filePath: path)))
    } catch {
      fatalError("\(path): \(error)")
    }
  }()
}

@Suite("Reader against Python's csv") struct PythonTests {
  private let columns = DecisionColumns(
    decision: "d", favourable: ["yes"], groups: [GroupColumn(name: "g"), GroupColumn(name: "h")])

  private func check(_ python: PythonCase, _ block: Int, threads: Int, _ path: String) {
    var options = SourceOptions()
    options.blockBytes = block
    let source = DecisionSource(files: [InputFile(path)], columns: columns, options: options)
    do throws(ReadError) {
      let table = outcome(of: try source.tally(threads: threads)).table
      #expect(table == python.table, "block \(block), \(threads) threads: \(python.text.debugDescription)")
    } catch {
      // A document without the favourable label says nothing of it.
      if error.code == "no-such-label", python.table?.allSatisfy({ $0.value[2] == 0 }) == true { return }
      // What Python takes without a word we may refuse, but never what is well formed.
      #expect(python.isDamaged, "block \(block), \(threads) threads: \(error), \(python.text.debugDescription)")
    }
  }

  @Test("parts that begin and end anywhere", arguments: 0..<4) func parts(quarter: Int) {
    withFolder { folder in
      let path = "\(folder)/data.csv"
      for (number, python) in PythonCase.all.enumerated() where number % 4 == quarter {
        write(Array(python.text.utf8), to: path)
        // Every border for some, a choice of them for the rest.
        let blocks = number < 16 ? Array(16..<python.text.utf8.count + 20) : [16, 17, 19, 23, 31, 47, 64, 100, 1_000]
        for block in blocks { check(python, block, threads: 2 + block % 2, path) }
        check(python, 64, threads: 1, path)
      }
    }
  }
}
