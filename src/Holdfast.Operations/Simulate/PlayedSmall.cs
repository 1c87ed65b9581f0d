using System.Text;
using Holdfast.Retention.Facts;
using Holdfast.Simulation;
using Holdfast.Simulation.Small;

namespace Holdfast.Operations.Simulate;

/// <summary>A small world, told day after day.</summary>
sealed class PlayedSmall(WorldFile file, SmallTrade trade) : PlayedWorld
{
    IReadOnlyList<Day> _newcomers = [];
    Day _newcomersUntil = SmallWorld.End - 1;

    /// <summary>The trade of a world's name; null where there is none. The shop's template is called retail.</summary>
    public static SmallTrade? TradeOf(string world) => world == "card" ? null : SmallTrade.Find(world == "shop" ? "retail" : world);

    public override Day LastMade => SmallWorld.End - 1;

    public override Day FirstDay => SmallWorld.First;

    protected override int Offset => 1;

    public override string IdOf(int index) => SmallSimulator.IdOf(index);

    public override int CountUntil(Day until)
    {
        if (until > _newcomersUntil) (_newcomers, _newcomersUntil) = (SmallWorld.Newcomers(trade, file.Customers, (ulong)file.Seed, until), until);
        return file.Customers + _newcomers.Count(day => day <= until);
    }

    public override CourseResult Result(int index, Course course) => Live(index, course).Result;

    public override Writing Open(string incoming, string truth, Telling telling) => new SmallWriting(this, incoming, truth, telling);

    SmallCustomer Live(int index, Course course) =>
        SmallSimulator.Live(trade, (ulong)file.Seed, index, index < file.Customers ? null : _newcomers[index - file.Customers], course);

    sealed class SmallWriting : Writing
    {
        readonly PlayedSmall _world;
        readonly Telling _telling;
        readonly Dictionary<SmallTable, StreamWriter> _files;
        readonly Dictionary<SmallTable, long> _rows;
        readonly TruthWriter _truth;

        public SmallWriting(PlayedSmall world, string incoming, string truth, Telling telling)
        {
            (_world, _telling) = (world, telling);
            Directory.CreateDirectory(incoming);
            var tables = world.Trade.Tables;
            _rows = tables.ToDictionary(table => table, _ => 0L);
            _files = tables.ToDictionary(
                table => table, table => new StreamWriter(Path.Combine(incoming, SmallTables.FileOf(table) + telling.Suffix + ".csv"), false, new UTF8Encoding(false)) { NewLine = "\n" });
            foreach (var (table, writer) in _files) writer.WriteLine(SmallTables.HeaderOf(table));
            _truth = new TruthWriter(truth, telling.Until + 1, [.. world.Trade.Actions.Select(action => action.Id)]);
        }

        public override IReadOnlyList<SimulatedFile> Files => [.. _rows.Select(file => new SimulatedFile(SmallTables.FileOf(file.Key), file.Value))];

        public override IReadOnlyList<CourseResult> Write(int from, IReadOnlyList<Course> courses, CancellationToken cancel)
        {
            var block = new SmallCustomer[courses.Count];
            Parallel.For(0, block.Length, new ParallelOptions { CancellationToken = cancel }, i => block[i] = _world.Live(from + i, courses[i]));
            for (var i = 0; i < block.Length; i++)
            {
                foreach (var row in block[i].Told(_telling.After, _telling.Until)) Line(row.Table, row.Line);
                _truth.Write(_world.IdOf(from + i), block[i].Truth);
            }

            return [.. block.Select(customer => customer.Result)];
        }

        public override void Assign(Assigned assigned) =>
            Line(SmallTable.Experiment, SmallTables.Arm(assigned.Customer, assigned.Day, assigned.Experiment, assigned.Treated, assigned.Probability));

        public override void Dispose()
        {
            foreach (var writer in _files.Values) writer.Dispose();
            _truth.Dispose();
        }

        void Line(SmallTable table, string line)
        {
            _files[table].WriteLine(line);
            _rows[table]++;
        }
    }

    SmallTrade Trade => trade;
}
