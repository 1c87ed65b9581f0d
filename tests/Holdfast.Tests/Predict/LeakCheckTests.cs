using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict.Leaks;

namespace Holdfast.Tests.Predict;

/// <summary>Columns that give the answer away are refused by name; honest ones are not.</summary>
public class LeakCheckTests
{
    static readonly Day Snapshot = Day.From(2024, 6, 30);

    [Fact]
    public void A_planted_leak_is_found_by_what_it_tells()
    {
        var check = Table(400, (i, left, draw) =>
        [
            ("Churn Reason", left ? $"reason {i % 7}" : null, double.NaN),
            ("Churn Score", null, left ? 65 + draw.Next(35) : 5 + draw.Next(75)),
            ("Mood", null, left ? draw.Next(1, 4) : draw.Next(3, 6)),
            ("Fate", left ? "gone" : "here", double.NaN),
        ]);
        var leaks = check.Find(new HashSet<string>());
        Assert.Equal(["Churn Reason", "Churn Score", "Fate", "Mood"], leaks.Select(l => l.Column));
        Assert.Contains("given for 100.0 % of the leavers and 0.0 % of the others", leaks[0].Reason, StringComparison.Ordinal);
        Assert.Contains("its name speaks of leaving", leaks[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Telling_but_honest_columns_and_columns_with_many_rare_values_are_kept()
    {
        var check = Table(600, (i, left, draw) =>
        [
            ("Contract", draw.NextDouble() < (left ? 0.9 : 0.45) ? "month-to-month" : "two year", double.NaN),
            ("Reason For Joining", draw.Next(2) == 0 ? "price" : "friend", double.NaN),
            ("Surname", $"family {draw.Next(250)}", double.NaN),
            ("Tenure", null, left ? draw.Next(30) : draw.Next(70)),
            ("Products", null, left && draw.Next(30) == 0 ? 4 : draw.Next(1, 3)),
        ]);
        Assert.Empty(check.Find(new HashSet<string>()));
    }

    [Fact]
    public void A_column_learned_only_when_customers_had_left_is_refused_though_it_says_little()
    {
        var codes = new Codes();
        var check = new LeakCheck();
        for (var i = 0; i < 200; i++)
        {
            var left = i % 4 == 0;
            var at = left ? Snapshot + i % 20 : Snapshot - 300 + i;
            check.Add(new History
            {
                Customer = $"c{i}",
                Codes = codes,
                Attributes = new PartyAttribute[] { new(at.Start, Known.Since(at.Start), codes.Of("Desk"), codes.Of(i % 3 == 0 ? "a" : "b"), double.NaN) },
            }, [Life(left ? Snapshot : null)]);
        }

        Assert.StartsWith("for 100.0 % of the leavers it was learned only when they had left", Assert.Single(check.Find(new HashSet<string>())).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mapping_that_vouches_for_a_column_is_believed()
    {
        var check = Table(200, (_, left, _) => [("Fate", left ? "gone" : "here", double.NaN)]);
        Assert.Empty(check.Find(new HashSet<string> { "Fate" }));
    }

    static LeakCheck Table(int customers, Func<int, bool, System.Random, (string Name, string? Word, double Number)[]> row)
    {
        var draw = new System.Random(4);
        var codes = new Codes();
        var check = new LeakCheck();
        for (var i = 0; i < customers; i++)
        {
            var left = draw.Next(4) == 0;
            var attributes = row(i, left, draw).Where(a => a.Word is not null || !double.IsNaN(a.Number))
                .Select(a => new PartyAttribute(Snapshot.Start, Known.Since(Snapshot.Start), codes.Of(a.Name), codes.Of(a.Word), a.Number)).ToArray();
            check.Add(new History { Customer = $"c{i}", Codes = codes, Attributes = attributes }, [Life(left ? Snapshot + 1 : null)]);
        }

        return check;
    }

    static Life Life(Day? left) =>
        new(Snapshot - 1000, left, left, left is null ? Leaving.None : Leaving.Voluntary, Origin.Acquired, Code.None, Code.None, Code.None, Code.None, null, 1);
}
