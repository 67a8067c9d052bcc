import AuditInputs
import AuditRecord
import Glibc

@testable import AuditData

/// The files that `Tests/Reference/parquet.py` wrote, with pyarrow, Polars and DuckDB.
enum ParquetFiles {
  static let folder = (#filePath.split(separator: "/").dropLast(3) + ["Reference", "parquet"]).reduce("") {
    $0 + "/" + $1
  }

  /// The names of the files that begin so, without their ends.
  static func names(_ prefix: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob("\(folder)/\(prefix)*.parquet", 0, nil, &found) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).map { index in
      String(String(cString: found.gl_pathv[index]!).dropFirst(folder.count + 1).dropLast(".parquet".count))
    }
  }

  static func bytes(_ name: String) -> [UInt8] {
    let file = fopen("\(folder)/\(name)", "rb")!
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    return Array(bytes[..<count])
  }

  /// The texts of all columns of a file [rows][columns], or the error of reading them.
  ///
  /// - Parameters:
  ///   - wanted: The columns; without it all of them.
  ///   - atMost: How many rows are read at once.
  static func rows(
    _ path: String, wanted: [String]? = nil, atMost: Int = 1_000
  ) -> Result<[[[UInt8]]], ReadError> {
    do throws(ReadError) {
      let file = try ParquetFile(SharedFile(InputFile(path)))
      let names = wanted ?? file.names
      let table = try ColumnTable(file, InputFile(path), wanted: names.map { WantedColumn($0, "column") })
      var source = try table.rows(of: 0..<file.parts)
      var (columns, rows) = ([Column](), [[[UInt8]]]())
      while true {
        let count = try source.next(&columns, atMost: atMost)
        guard count > 0 else { return .success(rows) }
        for row in 0..<count { rows.append(columns.map { $0.content(row) }) }
      }
    } catch { return .failure(error) }
  }

  /// The same of a CSV file.
  static func csv(_ name: String) throws(ReadError) -> [[[UInt8]]] {
    let file = InputFile("\(folder)/\(name).csv")
    let profile = try TableProfile.tables([file])[0]
    let reader = TableReader(
      table: InputTable([file]), wanted: profile.columns.map { WantedColumn($0.name, "column") },
      options: SourceOptions(), workers: Workers(count: 1, digests: nil), progress: TableProgress())
    var rows: [[[UInt8]]] = []
    _ = try reader.read { block in
      for row in 0..<block.count { rows.append(block.columns.map { $0.content(row) }) }
      return .proceed
    }
    return rows
  }
}
