using Holdfast.Numerics;
using Holdfast.Operations.Simulate;
using Holdfast.Simulation.Bank;

namespace Holdfast.Tests.Simulation;

public sealed class ToneTests
{
    [Fact]
    public void Whoever_can_be_won_mostly_sounds_inclined_and_whoever_is_driven_away_breaks_off_but_no_note_gives_anybody_away()
    {
        var inclined = Enum.GetValues<Response>().ToDictionary(response => response, response => Share(response, Tone.Inclined));
        Assert.InRange(inclined[Response.Persuadable], 0.40, 0.51);
        Assert.InRange(inclined[Response.Indifferent], 0.08, 0.13);
        Assert.InRange(inclined[Response.SleepingDog], 0.01, 0.05);
        Assert.InRange(Share(Response.SleepingDog, Tone.CutShort), 0.34, 0.43);
        Assert.InRange(Share(Response.Indifferent, Tone.CutShort), 0.001, 0.01);
        // One in eight is persuadable: of those noted as inclined not three in five are.
        Assert.InRange(0.12 * inclined[Response.Persuadable] / (0.12 * inclined[Response.Persuadable] + 0.75 * inclined[Response.Indifferent]), 0.3, 0.6);
    }

    [Fact]
    public void The_note_stands_in_the_result_of_the_contact_where_it_says_neither_taken_nor_objected()
    {
        var world = new World(new BankSettings { Seed = 11, Customers = 300 });
        var approaches = Enumerable.Range(0, 300).SelectMany(i => BankSimulator.Live(world, i).Rows.Contacts).Select(row => row.Approach).Where(a => a.Drive != Drive.Inbound).ToList();
        Assert.All(approaches.Where(a => !a.Reached || a.Objected || a.Action == BankAction.ThankYou), a => Assert.Equal(Tone.Untold, a.Tone));
        Assert.All(approaches.Where(a => a.Taken && a.Action is not (BankAction.RetentionCall or BankAction.ThankYou)), a => Assert.Equal("YES", BankWords.Result(a)));
        Assert.All(approaches.Where(a => a is { Action: BankAction.RetentionCall, Reached: true, Objected: false }), a => Assert.NotEqual(Tone.Untold, a.Tone));
        string[] all = ["CUT", "INC", "NOI", "NR", "OBJ", "THK", "YES"];
        Assert.Equal(all, approaches.Select(BankWords.Result).Distinct().Order(StringComparer.Ordinal));
    }

    static double Share(Response response, Tone tone)
    {
        var luck = new RandomStream(3);
        return Enumerable.Range(0, 4_000).Count(i => Tones.Noted(response, luck.Split((ulong)i)) == tone) / 4_000.0;
    }
}
