using Holdfast.Simulation.Small;

namespace Holdfast.Tests.Workspaces;

public class SmallWorldTests
{
    public static TheoryData<string> Names => [.. SmallTrade.All.Select(trade => trade.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_files_and_another_seed_others(string trade)
    {
        var once = SmallWorld.Make(SmallTrade.Find(trade)!, 40, 7);
        Assert.Equal(once, SmallWorld.Make(SmallTrade.Find(trade)!, 40, 7));
        Assert.NotEqual(once, SmallWorld.Make(SmallTrade.Find(trade)!, 40, 8));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_customer_is_the_same_among_few_and_among_many(string trade)
    {
        var few = Rows(SmallWorld.Make(SmallTrade.Find(trade)!, 10, 7), "customers.csv");
        var many = Rows(SmallWorld.Make(SmallTrade.Find(trade)!, 40, 7), "customers.csv");
        Assert.Equal(few, many.Take(few.Length));
    }

    [Theory]
    [InlineData("card")]
    [InlineData("telecom")]
    [InlineData("saas")]
    public void Between_a_fifth_and_two_thirds_of_customers_leave_in_three_years_where_ends_are_told(string trade)
    {
        var left = Rows(SmallWorld.Make(SmallTrade.Find(trade)!, 600, 1), "customers.csv").Skip(1).Count(row => row.Split(',')[6].Length > 0);
        Assert.InRange(left, 120, 400);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_happens_after_a_customer_has_left_or_before_joining(string trade)
    {
        var files = SmallWorld.Make(SmallTrade.Find(trade)!, 200, 3);
        var lives = Rows(files, "customers.csv").Skip(1).Select(row => row.Split(',')).ToDictionary(row => row[0], row => (Joined: row[5], Left: row[6]));
        foreach (var row in Rows(files, "activity.csv").Skip(1).Select(row => row.Split(',')))
        {
            var (joined, left) = lives[row[0]];
            Assert.True(string.CompareOrdinal(row[1][..10], joined) >= 0, $"{row[0]} acts on {row[1]} before joining on {joined}");
            Assert.True(left.Length == 0 || string.CompareOrdinal(row[1][..10], left) < 0, $"{row[0]} acts on {row[1]} after leaving on {left}");
        }
    }

    static string[] Rows(IReadOnlyList<SampleFile> files, string name) =>
        files.Single(file => file.Name == name).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
