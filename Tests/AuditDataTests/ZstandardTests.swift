import AuditRecord
import Testing

@testable import AuditData

@Suite("Zstandard input") struct ZstandardTests {
  private let text: [UInt8] = {
    var random = SplitMix(state: 4)
    let rows = (0..<30_000).map { "\(Bool.random(using: &random) ? "yes" : "no"),\($0 % 7),\(random.next())\n" }
    return Array(("decision,sex,note\n" + rows.joined()).utf8)
  }()

  /// A frame that readers skip, with two bytes of content.
  private let skipped: [UInt8] = [0x52, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 1, 2]

  @Test func frames() throws {
    let plain = try read([text], simple)
    let cut = text.count / 3 + 1
    for packed in [
      zstd(text), zstd(Array(text[..<cut])) + zstd(Array(text[cut...])), zstd([]) + zstd(text) + zstd([]),
      skipped + zstd(text) + skipped,
    ] {
      for (block, name) in [(64, "a.csv"), (1_000, "a.csv.zst"), (256 << 10, "a")] {
        let outcome = try read([packed], simple, block: block, name: name)
        #expect(outcome.table == plain.table && outcome.reading.rows == plain.reading.rows)
        #expect(outcome.reading.inputs[0].bytes == Int64(packed.count))
      }
    }
    #expect(try failure(zstd([])).code == "empty-file")
    #expect(try failure(skipped).code == "empty-file")
  }

  @Test func tabs() throws {
    let packed = zstd(Array("sex\tdecision\nF, Miss\tyes\n".utf8))
    #expect(try read([packed], simple, name: "a.tsv.zst").table == [["F, Miss"]: [0, 0, 1, 0, 0, 0]])
  }

  private final class Packed: ByteStream {
    private var bytes: ArraySlice<UInt8>
    init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
      let part = bytes.prefix(min(buffer.count, 256))
      buffer.copyBytes(from: part)
      bytes = bytes.dropFirst(part.count)
      return part.count
    }
  }

  @Test("a small file that would be read for hours") func bomb() throws {
    let packed = zstd([UInt8](repeating: 0x61, count: 1 << 23))
    #expect(packed.count * 2_000 < 1 << 23)
    func unpacked(free: Int) throws -> Int {
      let stream = UnzstdBytes(Packed(packed), file: "a.csv.zst", free: free)
      return try withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 64) { buffer in
        var sum = 0
        while case let count = try stream.read(into: buffer), count > 0 { sum += count }
        return sum
      }
    }
    #expect(try unpacked(free: 1 << 30) == 1 << 23)
    let error = #expect(throws: ReadError.self) { try unpacked(free: 1 << 20) }
    #expect(error?.description.hasPrefix("a.csv.zst: the file unpacks to more than 2000 times its size") == true)
  }

  @Test("cut off anywhere") func truncated() throws {
    let packed = zstd(text)
    let ends = Array(stride(from: 100, to: packed.count, by: 40_009)) + [4, 5, 9, packed.count - 4, packed.count - 1]
    for end in ends {
      let error = try failure(Array(packed[..<end]), name: "shard.csv.zst")
      #expect(error.code == "truncated-zstd" && error.description.hasPrefix("0-shard.csv.zst: "), "\(end) \(error)")
    }
    #expect(try failure(packed + Array(packed[..<500])).code == "truncated-zstd")
  }

  @Test("damaged anywhere") func damaged() throws {
    let packed = zstd(text)
    for at in stride(from: 20, to: packed.count, by: 9_973) {
      var bytes = packed
      bytes[at] ^= 0x10
      #expect(throws: ReadError.self, "\(at)") { try read([bytes], simple) }
    }
    var sum = packed
    sum[packed.count - 2] ^= 1
    #expect(try failure(sum).code == "corrupt-zstd")
    #expect(try failure(packed + Array("more text".utf8)).code == "corrupt-zstd")
  }

  /// The header of a frame of one stored block says how far back it may refer: 2 to the power of 27, or 28.
  @Test func windowTooLarge() throws {
    let text = Array("decision,sex\nyes,F\n".utf8)
    func frame(_ window: UInt8) -> [UInt8] {
      [0x28, 0xB5, 0x2F, 0xFD, 0, (window - 10) << 3, UInt8(text.count << 3 & 0xFF) | 1, 0, 0] + text
    }
    #expect(try read([frame(27)], simple).table == [["F"]: [0, 0, 1, 0, 0, 0]])
    let error = try failure(frame(28))
    #expect(error.code == "unsupported-compression" && error.hint == "pack it again without --long")
  }
}
