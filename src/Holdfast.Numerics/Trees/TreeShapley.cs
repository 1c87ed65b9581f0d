using Holdfast.Numerics.Linear;

namespace Holdfast.Numerics.Trees;

/// <summary>Exact Shapley values of a tree ensemble (path-dependent TreeSHAP): what each column adds to a row's margin against the average margin.</summary>
/// <remarks>
/// Assumptions: 1. an unknown column is averaged over the training rows that passed each split, as XGBoost does. 2. values explain the model, not the world: they are no effects.
/// <para>Source: Lundberg et al. 2020, Nature Machine Intelligence 2:56, algorithm 2; here leaf by leaf, with a table of all satisfied-or-not patterns per leaf, and the polynomial itself for leaves with many columns.</para>
/// <para>Checked against: XGBoost 1.7.4 pred_contribs to 1e-5, the sum over all subsets on a small tree, and the margin, to which the values add up to the rounding of doubles.</para>
/// <para>Cost: leaves x depth per row with tables, 16 rows at a time; leaves x depth^2 without, for leaves of more than 8 columns; the tables are built once.</para>
/// </remarks>
public sealed class TreeShapley
{
    const int BlockRows = ShapleyKernel.Rows;

    // Below this, 16 rows at a time cost more than one after the other.
    const int FewRows = 4;

    // Singles add up this many trees before doubles take over.
    const int SingleTrees = 16;

    readonly TreeEnsemble _ensemble;
    readonly ShapleyProgram _program;

    // Whoever explains one row after the other need not make room for each; a second caller at the same time makes its own.
    Block? _spare;

    /// <summary>Prepares the tables of an ensemble.</summary>
    /// <param name="ensemble">The trees to explain.</param>
    public TreeShapley(TreeEnsemble ensemble)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        (_ensemble, _program) = (ensemble, new ShapleyProgram(ensemble));
    }

    /// <summary>The average margin: what the values of every row start from.</summary>
    public double Bias => _program.Bias;

    /// <summary>Values of one row: one per column; with <see cref="Bias"/> they add up to the margin.</summary>
    /// <param name="row">One value per column; NaN is missing.</param>
    /// <exception cref="ArgumentException">The row has another width.</exception>
    public double[] Explain(ReadOnlySpan<float> row)
    {
        var values = new double[_ensemble.ColumnCount];
        Explain(row, values);
        return values;
    }

    /// <summary>Values of many rows.</summary>
    /// <param name="rows">Values row by row; NaN is missing.</param>
    /// <param name="values">Receives, row by row, one Shapley value per column.</param>
    /// <exception cref="ArgumentException">The two have different lengths or do not fill whole rows.</exception>
    public void Explain(ReadOnlySpan<float> rows, Span<double> values) => Explain(rows, values, VectorWidths.Widest);

    internal void Explain(ReadOnlySpan<float> rows, Span<double> values, VectorWidth width)
    {
        var columns = _ensemble.ColumnCount;
        Require.Length(values.Length, rows.Length, "the values");
        Require.That(rows.Length % columns == 0, $"the rows have {rows.Length} values; a multiple of {columns} is needed");
        var count = rows.Length / columns;
        var block = Interlocked.Exchange(ref _spare, null) ?? new Block(columns, _program.MostNodes);
        for (var start = 0; start < count; start += BlockRows)
        {
            var some = Math.Min(BlockRows, count - start);
            Explain(block, rows.Slice(start * columns, some * columns), values.Slice(start * columns, some * columns), some < FewRows ? VectorWidth.Scalar : width);
        }
        _spare = block;
        Settle(rows, values);
    }

    void Explain(Block block, ReadOnlySpan<float> rows, Span<double> values, VectorWidth width)
    {
        var count = rows.Length / _ensemble.ColumnCount;
        block.Load(rows, count);
        var kernel = new ShapleyKernel(_program, block.Tile, block.Singles, block.Sides);
        values.Clear();
        for (var first = 0; first < _program.Trees.Length; first += SingleTrees)
        {
            block.Singles.Span.Clear();
            foreach (var tree in _program.Trees.AsSpan(first, Math.Min(SingleTrees, _program.Trees.Length - first)))
                kernel.Add(tree, count, width);
            block.AddTo(values, count);
        }
        if (_program.Untabled.Count > 0)
            AddUntabled(rows, values);
    }

    void AddUntabled(ReadOnlySpan<float> rows, Span<double> values)
    {
        var longest = _program.Untabled.Max(p => p.Conditions.Length);
        Span<bool> satisfied = longest <= 256 ? stackalloc bool[256] : new bool[longest];
        Span<double> result = longest <= 256 ? stackalloc double[256] : new double[longest];
        for (var start = 0; start < rows.Length; start += _ensemble.ColumnCount)
        {
            foreach (var path in _program.Untabled)
            {
                for (var j = 0; j < path.Conditions.Length; j++)
                    satisfied[j] = path.Conditions[j].Holds(rows[start + path.Conditions[j].Column]);
                _program.Weights.Explain(path, satisfied, result);
                for (var j = 0; j < path.Conditions.Length; j++)
                    values[start + path.Conditions[j].Column] += result[j];
            }
        }
    }

    // Tables and margin are singles: what their rounding leaves between both, about a millionth, goes to the column that says most,
    // where it is smallest in proportion.
    void Settle(ReadOnlySpan<float> rows, Span<double> values)
    {
        var margins = new float[rows.Length / _ensemble.ColumnCount];
        _ensemble.Margins(rows, margins);
        for (var r = 0; r < margins.Length; r++)
        {
            var own = values.Slice(r * _ensemble.ColumnCount, _ensemble.ColumnCount);
            var (left, most) = (margins[r] - Bias, 0);
            for (var j = 0; j < own.Length; j++)
            {
                left -= own[j];
                most = Math.Abs(own[j]) > Math.Abs(own[most]) ? j : most;
            }
            if (own[most] != 0)
                own[most] += left;
        }
    }

    /// <summary>What a block of rows needs while the trees pass over it.</summary>
    sealed class Block(int columns, int nodes)
    {
        public AlignedFloats Tile { get; } = new(columns * BlockRows);

        public AlignedFloats Singles { get; } = new(columns * BlockRows);

        public AlignedFloats Sides { get; } = new(Math.Max(1, nodes) * 2 * BlockRows);

        public void Load(ReadOnlySpan<float> rows, int count)
        {
            var tile = Tile.Span;
            for (var r = 0; r < count; r++)
            {
                for (var j = 0; j < columns; j++)
                    tile[j * BlockRows + r] = rows[r * columns + j];
            }
        }

        public void AddTo(Span<double> values, int count)
        {
            var singles = Singles.Span;
            for (var r = 0; r < count; r++)
            {
                for (var j = 0; j < columns; j++)
                    values[r * columns + j] += singles[j * BlockRows + r];
            }
        }
    }
}
