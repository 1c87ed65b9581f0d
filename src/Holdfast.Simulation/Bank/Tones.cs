using Holdfast.Numerics;

namespace Holdfast.Simulation.Bank;

/// <summary>How a customer who was reached sounded, as whoever made the contact wrote it down; of mails and messages, what was done with them.</summary>
public enum Tone
{
    /// <summary>Not written down: not reached, or the answer says it all.</summary>
    Untold,

    /// <summary>Inclined: took part, asked on.</summary>
    Inclined,

    /// <summary>Wants to think about it; also what the hurried write down.</summary>
    Undecided,

    /// <summary>Not interested.</summary>
    NotInterested,

    /// <summary>Broke it off.</summary>
    CutShort,
}

/// <summary>
/// How customers sound when the bank contacts them. Whoever can be won mostly sounds inclined, some others do so out of politeness, and
/// whoever contact drives away breaks off more often than others.
/// </summary>
public static class Tones
{
    // Of ten notes three are made in a hurry and say "undecided", whatever was heard.
    const double HurriedShare = 0.3;

    /// <summary>What is written down of a contact that reached the customer.</summary>
    /// <param name="response">How the customer responds to contact.</param>
    /// <param name="luck">A stream of the contact's own.</param>
    public static Tone Noted(Response response, RandomStream luck)
    {
        var heard = (Tone)(1 + luck.Categorical(Chances(response)));
        return luck.Bernoulli(HurriedShare) ? Tone.Undecided : heard;
    }

    // Inclined, undecided, not interested, broken off.
    static double[] Chances(Response response) => response switch
    {
        Response.Persuadable => [0.65, 0.20, 0.145, 0.005],
        Response.SleepingDog => [0.04, 0.10, 0.31, 0.55],
        Response.LostCause => [0.08, 0.22, 0.68, 0.02],
        _ => [0.15, 0.30, 0.544, 0.006],
    };
}
