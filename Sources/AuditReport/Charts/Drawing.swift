extension Figure {
  /// The chart as one SVG element.
  func drawn() -> String {
    switch chart {
    case .forest(let plot): plot.drawn(id: id, title: title, description: description)
    case .lines(let plot): plot.drawn(id: id, title: title, description: description)
    case .heatmap(let map): map.drawn(id: id, title: title, description: description)
    case .trend(let plot): plot.drawn(id: id, title: title, description: description)
    }
  }
}
