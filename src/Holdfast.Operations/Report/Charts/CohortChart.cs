namespace Holdfast.Operations.Report.Charts;

/// <summary>One cohort: who joined in a period, and the share still here after so many months; null where not yet observable.</summary>
sealed record CohortRow(string Name, long Joined, IReadOnlyList<double?> Shares);

/// <summary>The cohort triangle: a row per cohort, a column per age; darker keeps more.</summary>
static class CohortChart
{
    const double RowHeight = 24, NameWidth = 86, JoinedWidth = 62, CellWidth = 52;

    public static string Draw(IReadOnlyList<int> months, IReadOnlyList<CohortRow> rows, string description)
    {
        var drawing = new Drawing(NameWidth + JoinedWidth + months.Count * CellWidth + 4, (rows.Count + 1) * RowHeight + 6);
        drawing.Text(NameWidth + JoinedWidth - 10, 16, "joined", "tick", Anchor.End);
        for (var column = 0; column < months.Count; column++)
        {
            drawing.Text(Left(column) + CellWidth / 2, 16, $"{months[column]} mo", "tick", Anchor.Middle);
        }

        for (var row = 0; row < rows.Count; row++) Row(drawing, rows[row], (row + 1) * RowHeight);
        return drawing.ToSvg(description);
    }

    static void Row(Drawing drawing, CohortRow row, double top)
    {
        drawing.Text(0, top + 16, row.Name, "label");
        drawing.Text(NameWidth + JoinedWidth - 10, top + 16, Figures.Count(row.Joined), "tick", Anchor.End);
        for (var column = 0; column < row.Shares.Count; column++)
        {
            if (row.Shares[column] is not { } share) continue;
            var shade = (int)Math.Clamp(Math.Floor((1 - share) / 0.06), 0, 9);
            drawing.Rectangle(new Box(Left(column) + 1, top + 1, CellWidth - 2, RowHeight - 2), $"shade shade-{shade}", $"{row.Name}: {Figures.Percent(share, 1)}");
            drawing.Text(Left(column) + CellWidth / 2, top + 16, Figures.Percent(share, 0), $"cell cell-{shade}", Anchor.Middle);
        }
    }

    static double Left(int column) => NameWidth + JoinedWidth + column * CellWidth;
}
