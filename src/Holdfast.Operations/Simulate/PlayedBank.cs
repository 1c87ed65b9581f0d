using System.Globalization;
using Holdfast.Retention.Facts;
using Holdfast.Simulation;
using Holdfast.Simulation.Bank;

namespace Holdfast.Operations.Simulate;

/// <summary>The sample bank, told day after day.</summary>
sealed class PlayedBank : PlayedWorld
{
    readonly World _world;
    IReadOnlyList<Day> _newcomers = [];
    Day _newcomersUntil;

    public PlayedBank(WorldFile file)
    {
        _world = new World(new BankSettings { Seed = (ulong)file.Seed, Customers = file.Customers, Years = file.Years });
        _newcomersUntil = _world.Settings.LastDay;
    }

    public override Day LastMade => _world.Settings.LastDay;

    public override Day FirstDay => _world.Settings.FirstDay;

    public override string IdOf(int index) => string.Create(CultureInfo.InvariantCulture, $"C{index:0000000}");

    public override int CountUntil(Day until)
    {
        if (until > _newcomersUntil) (_newcomers, _newcomersUntil) = (Newcomers.Until(_world, until), until);
        return _world.Settings.Customers + _newcomers.Count(day => day <= until);
    }

    public override CourseResult Result(int index, Course course) => BankSimulator.Result(_world, index, Newcomer(index), course);

    public override Writing Open(string incoming, string truth, Telling telling) => new BankWriting(this, incoming, truth, telling);

    Day? Newcomer(int index) => index < _world.Settings.Customers ? null : _newcomers[index - _world.Settings.Customers];

    sealed class BankWriting(PlayedBank bank, string incoming, string truth, Telling telling) : Writing
    {
        readonly BankFiles _files = new(incoming, bank._world, telling);
        readonly TruthWriter _truth = new(truth, telling.Until + 1, [.. Responses.Actions.Select(TruthFile.NameOf)]);

        public override IReadOnlyList<SimulatedFile> Files => [.. _files.Rows.Select(file => new SimulatedFile(file.Name, file.Rows))];

        public override IReadOnlyList<CourseResult> Write(int from, IReadOnlyList<Course> courses, CancellationToken cancel)
        {
            var block = new SimulatedCustomer[courses.Count];
            // Lives do not touch each other, so they are lived side by side; they are written in order, so the bytes are the same.
            Parallel.For(0, block.Length, new ParallelOptions { CancellationToken = cancel }, i =>
                block[i] = BankSimulator.Live(bank._world, from + i, bank.Newcomer(from + i), courses[i]));
            foreach (var customer in block)
            {
                _files.Write(customer.Rows);
                _truth.Write(bank.IdOf(customer.Traits.Index), customer.Truth);
            }

            return [.. block.Select(customer => customer.Result)];
        }

        public override void Assign(Assigned assigned) => _files.Assign(assigned);

        public override void Dispose()
        {
            _files.Dispose();
            _truth.Dispose();
        }
    }
}
