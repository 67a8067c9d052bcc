import AuditData
import AuditRecord
import Testing

@Suite("Compressed input") struct GzipTests {
  private let text: [UInt8] = {
    var random = SplitMix(state: 3)
    let rows = (0..<3_000).map { "\(Bool.random(using: &random) ? "yes" : "no"),\($0 % 7),\(random.next())\n" }
    return Array(("decision,sex,note\n" + rows.joined()).utf8)
  }()

  @Test func members() throws {
    let plain = try read([text], simple)
    let cut = text.count / 3 + 1
    for packed in [
      gzip(text), gzip(Array(text[..<cut])) + gzip(Array(text[cut...])), gzip([]) + gzip(text) + gzip([]),
      gzip(text) + [0, 0, 0, 0, 0], gzip(text) + [0, 0] + gzip([]),
    ] {
      for (block, name) in [(64, "a.csv"), (1_000, "a.csv.gz"), (256 << 10, "a")] {
        let outcome = try read([packed], simple, block: block, name: name)
        #expect(outcome.table == plain.table && outcome.reading.rows == plain.reading.rows)
        #expect(outcome.reading.inputs[0].bytes == Int64(packed.count))
      }
    }
    #expect(try read([text], simple, name: "a.csv.gz").table == plain.table)
    #expect(try failure(gzip([])).code == "empty-file")
  }

  @Test("cut off anywhere") func truncated() throws {
    let packed = gzip(text)
    let ends =
      Array(stride(from: 100, to: packed.count, by: 701)) + [2, 3, 9, 10, 11, packed.count - 8, packed.count - 1]
    for end in ends {
      let error = try failure(Array(packed[..<end]), name: "shard.csv.gz")
      #expect(error.code == "truncated-gzip" && error.description.hasPrefix("0-shard.csv.gz: "), "\(end) \(error)")
    }
    let two = try failure(packed + Array(packed[..<500]))
    #expect(two.code == "truncated-gzip")
  }

  @Test("damaged anywhere") func damaged() throws {
    let packed = gzip(text)
    for at in stride(from: 20, to: packed.count, by: 997) {
      var bytes = packed
      bytes[at] ^= 0x10
      #expect(throws: ReadError.self, "\(at)") { try read([bytes], simple) }
    }
    var sum = packed
    sum[packed.count - 6] ^= 1
    #expect(try failure(sum).code == "corrupt-gzip")
    #expect(try failure(packed + Array("more".utf8)).code == "corrupt-gzip")
  }

  @Test func others() throws {
    #expect(try failure([0x50, 0x4B, 0x03, 0x04, 0x14]).code == "not-text")
  }
}
