using Holdfast.Operations;
using Holdfast.Operations.People;
using Holdfast.Store.Records;
using Holdfast.Tests.Store.Records;

namespace Holdfast.Tests.Server;

/// <summary>R3: who is let in, on both databases and under a clock of our own.</summary>
public class DoorTests
{
    const string Password = "correct horse battery staple";
    static readonly (string Agent, string Address) From = ("test", "127.0.0.1");
    static readonly PasswordHashing Plain = new(password => "hash of " + password, (hash, password) => hash == "hash of " + password);

    [Theory, OnSqlite, OnPostgreSql]
    public void The_first_link_makes_one_account_and_holds_once(Dialect dialect)
    {
        using var house = new House(dialect);
        var link = house.Door.FirstStart(default)!;
        Assert.Null(house.Door.Start("no such link", ("ada", Password), From, default));
        Assert.NotNull(house.Door.Start(link, ("Ada ", Password), From, default));
        Assert.Null(house.Door.Start(link, ("eve", Password), From, default));
        Assert.Null(house.Door.FirstStart(default));
        Assert.Equal(SignInOutcome.In, house.SignIn(" ADA").Outcome);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public void A_link_ends_after_its_days_and_a_new_one_ends_the_one_before(Dialect dialect)
    {
        using var house = new House(dialect);
        var first = house.Door.FirstStart(default)!;
        var second = house.Door.FirstStart(default)!;
        Assert.False(house.Door.Holds(first));
        Assert.True(house.Door.Holds(second));
        house.Clock.Pass(StartLinks.Life);
        Assert.False(house.Door.Holds(second));
        Assert.Null(house.Door.Start(second, ("ada", Password), From, default));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public void After_five_failures_nobody_is_let_in_for_a_while_and_the_while_grows(Dialect dialect)
    {
        using var house = new House(dialect).WithAda();
        for (var i = 0; i < SignIn.FreeFailures; i++) Assert.Equal(SignInOutcome.Wrong, house.SignIn("ada", "wrong").Outcome);
        Assert.Equal(SignInOutcome.Shut, house.SignIn("ada").Outcome);
        house.Clock.Pass(TimeSpan.FromSeconds(61));
        Assert.Equal(SignInOutcome.Wrong, house.SignIn("ada", "wrong").Outcome);
        house.Clock.Pass(TimeSpan.FromSeconds(61));
        Assert.Equal(SignInOutcome.Shut, house.SignIn("ada").Outcome);
        house.Clock.Pass(TimeSpan.FromSeconds(60));
        Assert.Equal(SignInOutcome.In, house.SignIn("ada").Outcome);
        Assert.Equal(TimeSpan.FromHours(1), SignIn.Shut(1_000));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public void A_session_ends_when_idle_when_old_and_when_ended(Dialect dialect)
    {
        using var house = new House(dialect).WithAda();
        var (idle, ended, old) = (house.SignIn("ada").Session!, house.SignIn("ada").Session!, house.SignIn("ada").Session!);
        var caller = house.Door.BySession(old)!;
        Assert.True(house.Own.EndSession(caller, house.Door.BySession(ended)!.Session!.Value, default));
        Assert.Null(house.Door.BySession(ended));
        for (var i = 0; i < 15; i++)
        {
            house.Clock.Pass(TimeSpan.FromMinutes(50));
            house.Door.BySession(old);
            house.Settle();
        }

        Assert.Null(house.Door.BySession(idle));
        Assert.Null(house.Door.BySession(old));
        Assert.Null(house.Door.BySession("no such session"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public void A_second_factor_is_asked_for_and_no_code_is_taken_twice(Dialect dialect)
    {
        using var house = new House(dialect).WithAda();
        var caller = house.Door.BySession(house.SignIn("ada").Session!)!;
        var secret = OwnAccount.OfferFactor(caller).Secret;
        Assert.False(house.Own.SetFactor(caller, secret, "000000x", default));
        Assert.True(house.Own.SetFactor(caller, secret, house.Code(secret), default));
        Assert.Equal(SignInOutcome.CodeNeeded, house.SignIn("ada").Outcome);
        Assert.Equal(SignInOutcome.Wrong, house.SignIn("ada", Password, house.Code(secret)).Outcome);
        house.Clock.Pass(TimeSpan.FromSeconds(30));
        Assert.Equal(SignInOutcome.In, house.SignIn("ada", Password, house.Code(secret)).Outcome);
        Assert.Equal(SignInOutcome.Wrong, house.SignIn("ada", Password, house.Code(secret)).Outcome);
        Assert.False(house.Own.RemoveFactor(caller, "wrong", default));
        Assert.True(house.Own.RemoveFactor(caller, Password, default));
        Assert.Equal(SignInOutcome.In, house.SignIn("ada").Outcome);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public void Who_asked_for_a_job_is_known_again_until_the_key_is_ended_or_the_account_closed(Dialect dialect)
    {
        using var house = new House(dialect).WithAda();
        var caller = house.Door.BySession(house.SignIn("ada").Session!)!;
        var key = house.Own.MakeKey(caller, ("night", ["run"], 1), default).Key;
        var asked = house.Door.ByKey(key)!.Id;
        house.Clock.Pass(TimeSpan.FromDays(2));
        Assert.Null(house.Door.ByKey(key));
        Assert.Equal((caller.Account.Number, "run"), (house.Door.Again(asked)!.Account.Number, house.Door.Again(asked)!.Allowed.Single()));
        Assert.Equal(caller.Id, house.Door.Again(caller.Id)!.Id);
        Assert.True(house.Own.EndKey(caller, house.Door.Again(asked)!.Key!.Value, default));
        Assert.Null(house.Door.Again(asked));
        foreach (var nobody in new[] { "schedule", "account-", "account-99", "key-x", "command-line:root" }) Assert.Null(house.Door.Again(nobody));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public void A_new_password_signs_every_other_browser_out(Dialect dialect)
    {
        using var house = new House(dialect).WithAda();
        var (here, there) = (house.SignIn("ada").Session!, house.SignIn("ada").Session!);
        var caller = house.Door.BySession(here)!;
        Assert.Throws<HoldfastException>(() => house.Own.ChangePassword(caller, Password, "short", default));
        Assert.False(house.Own.ChangePassword(caller, "wrong", "another long password", default));
        Assert.True(house.Own.ChangePassword(caller, Password, "another long password", default));
        Assert.NotNull(house.Door.BySession(here));
        Assert.Null(house.Door.BySession(there));
        Assert.Equal(SignInOutcome.Wrong, house.SignIn("ada").Outcome);
        Assert.Equal(SignInOutcome.In, house.SignIn("ada", "another long password").Outcome);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public void A_key_ends_with_its_days_and_its_paths_must_be_known(Dialect dialect)
    {
        using var house = new House(dialect).WithAda();
        var caller = house.Door.BySession(house.SignIn("ada").Session!)!;
        Assert.Throws<HoldfastException>(() => house.Own.MakeKey(caller, ("etl", ["no/such"], 7), default));
        Assert.Throws<HoldfastException>(() => house.Own.MakeKey(caller, ("etl", [], 0), default));
        var key = house.Own.MakeKey(caller, ("etl", ["study/*"], 7), default).Key;
        Assert.True(house.Door.ByKey(key)!.May("study/km"));
        Assert.False(house.Door.ByKey(key)!.May("run"));
        house.Clock.Pass(TimeSpan.FromDays(7));
        Assert.Null(house.Door.ByKey(key));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public void An_answer_is_kept_a_day_and_a_request_that_changed_nothing_may_be_sent_again(Dialect dialect)
    {
        using var house = new House(dialect);
        var answers = new KeptAnswers(house.Records, house.Clock);
        Assert.Null(answers.Begin("ada", "k", ("one", "r1"), default));
        Assert.Equal(new KeptAnswer("one", null, null, "r1", house.Clock.GetUtcNow()), answers.Begin("ada", "k", ("one", "r1"), default));
        answers.Forget("ada", "k");
        Assert.Null(answers.Begin("ada", "k", ("one", "r1"), default));
        answers.End("ada", "k", 200, "{}");
        Assert.Equal(new KeptAnswer("one", 200, "{}", "r1", house.Clock.GetUtcNow()), answers.Begin("ada", "k", ("two", "r2"), default));
        Assert.Null(answers.Begin("bob", "k", ("one", "r1"), default));
        house.Clock.Pass(TimeSpan.FromDays(1));
        Assert.Null(answers.Begin("ada", "k", ("one", "r1"), default));
    }

    // RFC 6238, appendix B, SHA-1: the last six of eight digits, secret "12345678901234567890".
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, OneTimeCode.Of("12345678901234567890"u8, OneTimeCode.Step(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    // RFC 4648, section 10, without padding.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Secrets_are_written_as_the_standard_says(string text, string written)
    {
        Assert.Equal(written, OneTimeCode.Write(System.Text.Encoding.ASCII.GetBytes(text)));
        Assert.Equal(text, System.Text.Encoding.ASCII.GetString(OneTimeCode.Read(written)));
    }

    sealed class House : IDisposable
    {
        readonly RecordsPlace _place;

        public House(Dialect dialect)
        {
            _place = new RecordsPlace(dialect);
            Records = _place.Open();
            Door = new Doorkeeper(Records, Plain, Clock);
            Own = new OwnAccount(Records, Plain, Clock);
        }

        public RecordsDatabase Records { get; }

        public Doorkeeper Door { get; }

        public OwnAccount Own { get; }

        public TestClock Clock { get; } = new();

        public House WithAda()
        {
            Assert.NotNull(Door.Start(Door.FirstStart(default)!, ("ada", Password), From, default));
            return this;
        }

        public (SignInOutcome Outcome, string? Session) SignIn(string name, string password = Password, string? code = null) => Door.SignIn((name, password, code), From, default);

        public string Code(string secret) => OneTimeCode.Of(OneTimeCode.Read(secret), OneTimeCode.Step(Clock.GetUtcNow()));

        // Notes of when somebody was seen are written behind; a unit of work after them waits for them.
        public void Settle() => Records.Write(_ => 0, default);

        public void Dispose()
        {
            Records.Dispose();
            _place.Dispose();
        }
    }

    sealed class TestClock : TimeProvider
    {
        DateTimeOffset _now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now;

        public void Pass(TimeSpan time) => _now += time;
    }
}
