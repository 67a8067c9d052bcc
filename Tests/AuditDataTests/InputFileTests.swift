import AuditData
import AuditRecord
import Glibc
import Testing

@Suite("Inputs") struct InputFileTests {
  private let row = Array("decision,sex\nyes,F\n".utf8)

  private func resolve(_ patterns: [String], in folder: String) -> Result<[String], ReadError> {
    do throws(ReadError) { return .success(try InputFile.resolve(patterns, relativeTo: folder).map(\.given)) } catch {
      return .failure(error)
    }
  }

  private func code(_ patterns: [String], in folder: String) -> String {
    guard case .failure(let error) = resolve(patterns, in: folder) else { return "no error" }
    return error.code
  }

  @Test func names() throws {
    withFolder { folder in
      for name in ["b.csv", "a.csv", "B.csv", "c.txt", "a[1].csv", "10.csv", "9.csv"] {
        write(row, to: "\(folder)/\(name)")
      }
      mkdir("\(folder)/sub", 0o755)
      write(row, to: "\(folder)/sub/z.csv")
      #expect(resolve(["b.csv", "a.csv"], in: folder) == .success(["b.csv", "a.csv"]))
      #expect(
        resolve(["*.csv"], in: folder) == .success(["10.csv", "9.csv", "B.csv", "a.csv", "a[1].csv", "b.csv"]))
      #expect(resolve(["a[1].csv"], in: folder) == .success(["a[1].csv"]))
      #expect(resolve(["*/?.csv", "c.txt", "-"], in: folder) == .success(["sub/z.csv", "c.txt", "-"]))
      #expect(resolve(["\(folder)/[ab].csv"], in: "/nowhere") == .success(["\(folder)/a.csv", "\(folder)/b.csv"]))
      #expect(code(["x.csv"], in: folder) == "missing-input")
      #expect(code(["a.csv/x"], in: folder) == "missing-input")
      #expect(code(["x*.csv"], in: folder) == "no-match")
      #expect(code(["sub"], in: folder) == "input-is-directory")
      #expect(code(["s*"], in: folder) == "input-is-directory")
      #expect(code(["a.csv", "./a.csv"], in: folder) == "input-twice")
      #expect(code(["a.csv", "*.csv"], in: folder) == "input-twice")
      #expect(code(["-", "-"], in: folder) == "input-twice")
      symlink("\(folder)/a.csv", "\(folder)/link")
      #expect(code(["a.csv", "link"], in: folder) == "input-twice")
      symlink("\(folder)/gone", "\(folder)/dangling")
      #expect(code(["dangling"], in: folder) == "missing-input")
    }
  }

  @Test("a folder's name is no pattern") func literalFolder() {
    withFolder { folder in
      mkdir("\(folder)/[x]", 0o755)
      write(row, to: "\(folder)/[x]/a.csv")
      #expect(resolve(["*.csv"], in: "\(folder)/[x]") == .success(["a.csv"]))
    }
  }

  @Test func lateErrors() {
    withFolder { folder in
      let missing = DecisionSource(files: [InputFile("x", relativeTo: folder)], columns: simple)
      #expect(throws: ReadError.self) { try read(missing) }
      let directory = DecisionSource(files: [InputFile(folder)], columns: simple)
      let error = #expect(throws: ReadError.self) { try read(directory) }
      #expect(error?.code == "input-is-directory")
      #expect(throws: ReadError.self) { try FileDigest.sha256("\(folder)/x") }
    }
  }

  @Test func digests() throws {
    try withFolder { folder in
      let path = "\(folder)/a.csv"
      let bytes = Array("decision,sex\n".utf8) + Array(repeatElement(Array("yes,F\n".utf8), count: 100_000).joined())
      write(bytes, to: path)
      #expect(try FileDigest.sha256(path) == Digest(of: bytes))
      let file = InputFile(path)
      let source = DecisionSource(files: [file], columns: simple)
      #expect(try read(source).reading.inputs == [InputReading(file: file, bytes: 600_013, rows: 100_000)])
      for threads in [1, 2, 3] {
        for (stored, count) in [(bytes, 600_013), (gzip(bytes), gzip(bytes).count)] {
          write(stored, to: path)
          let digests = DigestJob([file], threads: threads)
          let reading = try source.tally(threads: threads, digests: digests).reading
          #expect(reading.inputs == [InputReading(file: file, bytes: Int64(count), rows: 100_000)])
          #expect(try digests.digests() == [file: Digest(of: stored)])
        }
      }
    }
  }

  @Test("a file that changes while it is read", arguments: [1, 2, 3]) func changed(threads: Int) throws {
    try withFolder { folder in
      let path = "\(folder)/a.csv"
      let text = Array("decision,sex\n".utf8) + Array(repeatElement(Array("yes,F\n".utf8), count: 10_000).joined())
      for change in [
        { write(text + Array("no,M\n".utf8), to: path) },
        {
          write(text, to: path + ".new")
          rename(path + ".new", path)
        }, { unlink(path) },
      ] as [@Sendable () -> Void] {
        write(text, to: path)
        let file = InputFile(path)
        let digests = DigestJob([file], threads: threads)
        _ = try DecisionSource(files: [file], columns: simple).tally(threads: threads, digests: digests)
        change()
        let error = #expect(throws: ReadError.self) { try digests.digests() }
        #expect(error?.code == "changed-input" && error?.file == path)
      }
    }
  }

  @Test("what can be read only once is hashed while reading") func pipes() throws {
    try withFolder { folder in
      let path = "\(folder)/pipe"
      mkfifo(path, 0o600)
      let bytes = Array("decision,sex\nyes,F\nno,M".utf8)
      let writer = popen("printf 'decision,sex\\nyes,F\\nno,M' > \(path)", "r")
      defer { pclose(writer!) }
      let file = InputFile(path)
      #expect(file.isStream)
      let digests = DigestJob([file], threads: 1)
      let tally = try DecisionSource(files: [file], columns: simple).tally(threads: 1, digests: digests)
      #expect(outcome(of: tally).table == [["F"]: [0, 0, 1, 0, 0, 0], ["M"]: [0, 0, 0, 0, 0, 1]])
      #expect(try digests.digests() == [file: Digest(of: bytes)])
    }
  }

  @Test("digests beside the counting", arguments: [1, 2, 3]) func digestsOfTallies(threads: Int) throws {
    try withFolder { folder in
      let text = "decision,sex\nyes,F\nno,M\n"
      let digest = Digest(of: Array(text.utf8))
      write(Array(text.utf8), to: "\(folder)/a.csv")
      write(gzip(Array(text.utf8)), to: "\(folder)/b.csv")
      let files = try InputFile.resolve(["*.csv"], relativeTo: folder)
      let job = DigestJob(files, threads: threads)
      let tally = try DecisionSource(files: files, columns: simple).tally(threads: threads, digests: job)
      #expect(try job.digests() == [files[0]: digest, files[1]: Digest(of: gzip(Array(text.utf8)))])
      #expect(tally.reading.inputs.map(\.rows) == [2, 2] && tally.counts == [0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 2])

      let pipe = "\(folder)/pipe"
      mkfifo(pipe, 0o600)
      let writer = popen("cat \(folder)/a.csv > \(pipe)", "r")
      defer { pclose(writer!) }
      let piped = DigestJob([InputFile(pipe)], threads: threads)
      _ = try DecisionSource(files: [InputFile(pipe)], columns: simple).tally(threads: threads, digests: piped)
      #expect(try piped.digests() == [InputFile(pipe): digest])
    }
  }

  @Test func progress() throws {
    try withFolder { folder in
      let text = Array("decision,sex\n".utf8) + Array(repeatElement(Array("yes,F\n".utf8), count: 1_000).joined())
      write(text, to: "\(folder)/a.csv")
      write(text, to: "\(folder)/b.csv")
      let seen = Seen()
      var source = DecisionSource(
        files: try InputFile.resolve(["*.csv"], relativeTo: folder), columns: simple)
      source.options.blockBytes = 1_000
      source.options.progress = { seen.add($0, $1) }
      _ = try read(source)
      #expect(seen.values.count > 10 && seen.values.last! == [Int64(2 * text.count), 2_000])
      #expect(zip(seen.values, seen.values.dropFirst()).allSatisfy { $0[0] <= $1[0] && $0[1] <= $1[1] })

      let together = Seen()
      source.options.progress = { together.add($0, $1) }
      _ = try source.tally(threads: 2)
      #expect(together.values.count > 10 && together.values.last! == [Int64(2 * text.count), 2_000])
      #expect(zip(together.values, together.values.dropFirst()).allSatisfy { $0[0] <= $1[0] && $0[1] <= $1[1] })
    }
  }
}

/// Collects in one thread at a time: readers tell their progress under a lock.
private final class Seen: @unchecked Sendable {
  var values: [[Int64]] = []
  func add(_ bytes: Int64, _ rows: Int64) { values.append([bytes, rows]) }
}
