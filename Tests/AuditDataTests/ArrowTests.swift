import AuditData
import AuditInputs
import AuditRecord
import Foundation
import Testing

/// Arrow streams and files by every library, against the CSV that says the same (`Tests/Reference/arrow.py`).
@Suite("Arrow") struct ArrowTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Reference/arrow").path
  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.contains(".arrow") || $0.contains(".feather") }.sorted()

  /// Every column as group, decision, outcome or count.
  private static func columns(_ file: InputFile) -> DecisionColumns {
    DecisionColumns(
      InputTable([file]),
      labels: DecisionLabels(
        decision: "hired", favourable: ["yes"], unfavourable: ["no"], outcome: "outcome", positive: ["1"],
        count: "count"),
      groups: [
        GroupColumn(name: "text"), GroupColumn(name: "whole"), GroupColumn(name: "truth"), GroupColumn(name: "day"),
        GroupColumn(name: "number", bins: [0, 18, 35, 55, 81]), GroupColumn(name: "single", bins: [0.1, 0.3, 0.7, 1]),
      ])
  }

  /// What a file says, but for its name and size.
  private static func outcome(_ file: InputFile, threads: Int = 1) throws(ReadError) -> Outcome {
    var found = outcome(of: try DecisionSource(columns: columns(file)).tally(threads: threads))
    let rows = found.reading.inputs.map { Int($0.rows) }
    found.reading.inputs = []
    // Labels that were stored as numbers with decimals are said to be so; nothing else differs.
    found.reading.warnings.removeAll { $0.code.rawValue == "whole-numbers" }
    #expect(rows == [Int(found.reading.rows.received)])
    return found
  }

  private static func outcome(of tally: DecisionTally) -> Outcome { AuditDataTests.outcome(of: tally) }

  private static let twin = Result { try outcome(InputFile(folder + "/rows.csv")) }

  @Test func thereAreFiles() throws {
    #expect(Self.names.count >= 34)
    let twin = try Self.twin.get()
    #expect(twin.reading.rows.received == 40 && twin.table.count > 30)
    let labels = twin.reading.layout.axes[0].labels
    for label in ["\"quoted\"", "ends with return\r", "two\nlines", " blank ", "cafe\u{301}", "café"] as [Label] {
      #expect(labels.contains(label), "\(label)")
    }
  }

  @Test(arguments: names) func files(_ name: String) throws {
    let file = InputFile(Self.folder + "/" + name)
    for threads in 1...3 { #expect(try Self.outcome(file, threads: threads) == Self.twin.get(), "\(threads) threads") }
  }

  @Test(arguments: names) func pipes(_ name: String) throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Self.folder + "/" + name)))
    for threads in 1...2 {
      let got = Result { try Pipes.reading(bytes) { try Self.outcome($0, threads: threads) } }
      // Of some files the columns stand in the footer alone.
      if name.hasPrefix("polars"), name.hasSuffix(".arrow") {
        #expect(throws: ReadError.self) { try got.get() }
        if case .failure(let error) = got {
          #expect(
            "\(error)"
              == "decisions: this Arrow file is read from its end, and this can be read only once (save it to a file first, or write a stream, in Polars: write_ipc_stream)"
          )
        }
      } else {
        #expect(try got.get() == Self.twin.get(), "\(threads) threads")
      }
    }
  }

  /// Two columns.
  private static func pair(_ path: String) -> DecisionSource {
    DecisionSource(
      columns: DecisionColumns(
        InputTable([InputFile(path)]), labels: DecisionLabels(decision: "hired", favourable: ["yes"]),
        groups: [GroupColumn(name: "group")]))
  }

  @Test(arguments: ["batches.arrows", "zstd.arrows", "lz4.arrow"]) func cutAtEveryByte(_ name: String) throws {
    let path = Self.folder + "/cut/" + name
    #expect(try Self.pair(path).tally(threads: 1).reading.rows.received == 3)
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    var codes: [String: Int] = [:]
    withFolder { folder in
      for count in 0..<bytes.count {
        write(bytes[..<count], to: folder + "/cut")
        do throws(ReadError) {
          _ = try Self.pair(folder + "/cut").tally(threads: 1)
          Issue.record("\(count) of \(bytes.count) bytes pass for all")
        } catch {
          codes[error.code, default: 0] += 1
        }
      }
    }
    #expect(codes["truncated-arrow", default: 0] > bytes.count - 16, "\(codes)")
  }

  @Test func cutInAPipe() throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Self.folder + "/pyarrow.arrows")))
    func error(_ count: Int) -> String {
      do throws(ReadError) {
        _ = try Pipes.reading(Array(bytes[..<count])) { (file) throws(ReadError) in try Self.outcome(file) }
        return "none"
      } catch { return "\(error)" }
    }
    #expect(error(bytes.count) == "none")
    #expect(error(bytes.count - 100) == "decisions: the Arrow stream ends within a batch (did the writer fail?)")
    // The mark of the end is eight bytes.
    let unmarked =
      "decisions: the Arrow stream ends without the mark of its end (did the writer fail, or was it not closed?)"
    #expect(error(bytes.count - 8) == unmarked && error(bytes.count - 1) == unmarked)
  }

  @Test func twoStreamsInOne() throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Self.folder + "/pyarrow.arrows")))
    withFolder { folder in
      write(bytes + bytes, to: folder + "/two.arrows")
      let error = #expect(throws: ReadError.self) { try Self.outcome(InputFile(folder + "/two.arrows")) }
      #expect(
        error?.description
          == "two.arrows: something follows the end of the Arrow stream (give each stream a file or a pipe of its own)")
    }
  }

  @Test func packedStreamsAreRefused() throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Self.folder + "/pyarrow.arrows")))
    withFolder { folder in
      write(gzip(bytes), to: folder + "/x.arrows.gz")
      let error = #expect(throws: ReadError.self) { try Self.outcome(InputFile(folder + "/x.arrows.gz")) }
      #expect(
        error?.description
          == "x.arrows.gz: this is an Arrow table within a packed one, or where the plan names another format (unpack it, and leave format: out; what it holds is packed as it is)"
      )
    }
  }

  @Test(arguments: [
    ("index", "the Arrow stream is damaged (write or download the file again)", "corrupt-arrow"),
    ("utf8", "row 3, column “group”: this is not UTF-8 (write the column as text)", "invalid-utf-8"),
    ("utf8-across", "row 2, column “group”: this is not UTF-8 (write the column as text)", "invalid-utf-8"),
    ("nul", "row 3, column “group”: a text holds a NUL byte (leave it out)", "nul-byte"),
    ("list", "the column “group” is a list (write one row an item)", "unsupported-column"),
    ("struct", "the column “group” is a struct (write each member as a column of its own)", "unsupported-column"),
    ("struct-coded", "the column “group” is a struct (write each member as a column of its own)", "unsupported-column"),
    (
      "decimal", "the column “group” is a wide decimal number (cast it to a float, or to text where it is a label)",
      "unsupported-column"
    ),
    ("elapsed", "the column “group” is a duration (cast it to a number)", "unsupported-column"),
    ("union", "the column “group” is a union (cast it to text, a number, a truth or a date)", "unsupported-column"),
    (
      "decimals", "the column “group” is a number with decimals, and a group needs labels (give bins)",
      "decimals-as-labels"
    ),
    (
      "decimals-fixed", "the column “group” is a number with decimals, and a group needs labels (give bins)",
      "decimals-as-labels"
    ),
    ("twice", "columns 2 and 3 have the same name “group” (give every column a name of its own)", "duplicate-column"),
    (
      "missing",
      "the group column “group” is not in the file; it has “hired”, “groups” (did you mean “groups”?)", "missing-column"
    ),
  ])
  func refused(_ name: String, _ words: String, _ code: String) throws {
    let source = Self.pair(Self.folder + "/refused/\(name).arrows")
    for threads in 1...2 {
      let error = #expect(throws: ReadError.self) { try source.tally(threads: threads) }
      #expect(error?.description == "\(name).arrows: \(words)")
      #expect(error?.code == code)
    }
  }

  /// Whatever a byte becomes, a stream is read or refused.
  @Test(arguments: ["batches.arrows", "zstd.arrows", "lz4.arrow"])
  func anyByteChanged(_ name: String) throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Self.folder + "/cut/" + name)))
    var refused = 0
    withFolder { folder in
      for place in bytes.indices {
        var changed = bytes
        changed[place] ^= place % 3 == 0 ? 0xFF : 1 << UInt8(place % 8)
        write(changed, to: folder + "/changed")
        do throws(ReadError) { _ = try Self.pair(folder + "/changed").tally(threads: 1) } catch { refused += 1 }
      }
    }
    #expect(refused > bytes.count / 10)
  }
}

/// Bytes that come through a pipe.
enum Pipes {
  /// Reads bytes from a pipe that another thread fills.
  static func reading<Value, Failure: Error>(
    _ bytes: [UInt8], _ body: (InputFile) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    var ends: [Int32] = [0, 0]
    precondition(pipe(&ends) == 0, "there is a pipe")
    signal(SIGPIPE, SIG_IGN)
    let (reading, writing) = (ends[0], ends[1])
    let isDone = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      var at = 0
      while at < bytes.count {
        let count = bytes.withUnsafeBytes { Glibc.write(writing, $0.baseAddress! + at, $0.count - at) }
        guard count > 0 else { break }
        at += count
      }
      close(writing)
      isDone.signal()
    }
    defer {
      close(reading)
      isDone.wait()
    }
    return try body(InputFile("decisions", at: "/dev/fd/\(reading)"))
  }
}
