using Holdfast.Numerics;
using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Bank;

/// <summary>What one customer says: surveys, complaints, reasons for leaving.</summary>
sealed class Voice(World world, Traits traits, RandomStream luck, CustomerRows rows)
{
    string Language => rows.Profile.Language;

    /// <summary>Takes the luck of the week that is written down next.</summary>
    public void Turn(RandomStream next) => luck = next;

    /// <summary>Answers what is asked in one week and puts complaints into words.</summary>
    public void Week(in Standing before, in Standing after, List<Moment> diary)
    {
        var topic = Topic.Praise;
        foreach (var moment in diary)
        {
            if (moment.What is Happening.Complaint or Happening.Incident) topic = About((Touchpoint)moment.Detail);
            if (moment.What == Happening.Complaint && luck.Bernoulli(0.7))
                Say(moment.Day, Instrument.Complaint, -1, topic, true);
        }

        // The likeliest to answer are those who like to be asked; one in fifty weeks brings a survey.
        if (luck.Uniform() > 0.02 * Math.Exp(0.5 * traits.Social)) return;
        var mood = 0.8 + 0.45 * traits.Loyalty - 0.9 * (after.Discontent + 0.5 * after.PriceShock) - (after.TenureWeeks < 12 ? 0.15 * traits.Misfit : 0);
        if (topic == Topic.Praise && mood < 0.2) topic = after.PriceShock > 0.5 ? Topic.Fees : (Topic)luck.Index(4);
        var day = before.Today + luck.Index(after.Today - before.Today);
        if (luck.Bernoulli(0.6)) Say(day, Instrument.Nps, Score(7.2 + 1.6 * mood, 0, 10), topic, luck.Bernoulli(0.4));
        else Say(day, Instrument.Csat, Score(3.4 + 0.7 * mood, 1, 5), topic, luck.Bernoulli(0.3));
    }

    /// <summary>Why the customer left, as a clerk codes it and as the customer tells it.</summary>
    public void Exit(in Standing last, int late, int branch)
    {
        var reason = True(last);
        var clerk = Staff.OfBranch(branch, luck.Index(Staff.PerBranch));
        var coded = last.Ending == Ending.Closed ? Coded(reason, Staff.CodesWell(world, clerk)) : reason;
        var competitor = reason == ExitCode.BetterOffer && luck.Bernoulli(0.6) ? 1 + luck.Index(6) : 0;
        rows.Exits.Add(new ExitRow(last.Leaves, true, coded, null, competitor, late) { Truly = reason, Clerk = clerk });
        if (last.Ending != Ending.Closed || !luck.Bernoulli(0.15)) return;
        var text = Words.Pick(Language, TopicOf(reason), luck);
        rows.Exits.Add(new ExitRow(last.Leaves, false, reason, text, reason == ExitCode.BetterOffer ? 1 + luck.Index(6) : 0, 10));
    }

    void Say(Day day, Instrument instrument, int score, Topic topic, bool inWords) =>
        rows.Surveys.Add(new SurveyRow(day, 30_000 + luck.Index(40_000), instrument, score, inWords ? Words.Pick(Language, topic, luck) : null, topic));

    int Score(double mean, int low, int high) => (int)Math.Clamp(Math.Round(mean + 1.1 * luck.Normal() * (high - low) / 8), low, high);

    static ExitCode True(in Standing last) => last.Ending switch
    {
        Ending.Died => ExitCode.Death,
        Ending.ChargedOff => ExitCode.ChargedOff,
        Ending.ClosedByBank => ExitCode.ClosedByBank,
        Ending.MovedAway => ExitCode.LeftCountry,
        _ => Strongest(last),
    };

    static ExitCode Strongest(in Standing last)
    {
        var strongest = 0.35 * (1 - last.Habit) + 0.1;
        var reason = ExitCode.NotNeeded;
        Consider(last.PriceShock, ExitCode.Fees, ref strongest, ref reason);
        Consider(last.Rival, ExitCode.BetterOffer, ref strongest, ref reason);
        Consider(last.ByMove, ExitCode.Moved, ref strongest, ref reason);
        Consider(last.BySalary, ExitCode.SalaryElsewhere, ref strongest, ref reason);
        Consider(last.Discontent - last.ByMove - last.BySalary, ExitCode.Service, ref strongest, ref reason);
        return reason;
    }

    static void Consider(double push, ExitCode reason, ref double strongest, ref ExitCode best)
    {
        if (push <= strongest) return;
        strongest = push;
        best = reason;
    }

    // Bad clerks take "other" more often than not; some take whatever stands first in the list.
    ExitCode Coded(ExitCode reason, bool well)
    {
        var draw = luck.Uniform();
        var other = well ? 0.2 : 0.55;
        if (draw < other) return ExitCode.Other;
        return draw < other + (well ? 0.03 : 0.16) ? (ExitCode)luck.Index(7) : reason;
    }

    static Topic About(Touchpoint where) => where switch
    {
        Touchpoint.Branch => Topic.Branch,
        Touchpoint.App => Topic.App,
        Touchpoint.Fees => Topic.Fees,
        _ => Topic.Service,
    };

    static Topic TopicOf(ExitCode reason) => reason switch
    {
        ExitCode.Fees => Topic.Fees,
        ExitCode.BetterOffer => Topic.Rival,
        ExitCode.NotNeeded or ExitCode.SalaryElsewhere => Topic.Unused,
        ExitCode.Moved => Topic.Branch,
        _ => Topic.Service,
    };
}
