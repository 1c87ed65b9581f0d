namespace Holdfast.Simulation.Bank;

/// <summary>What services look like in the account file.</summary>
static class Products
{
    /// <summary>The product of a service.</summary>
    public static Product Of(Facility service) => service switch
    {
        Facility.BillPayment => Product.BillPayment,
        Facility.OnlineBanking => Product.OnlineBanking,
        Facility.Card => Product.Card,
        Facility.Savings => Product.Savings,
        _ => Product.Insurance,
    };

    /// <summary>Fee a month, minor units.</summary>
    public static int Fee(Facility service) => service switch
    {
        Facility.Card => 60,
        Facility.Insurance => 990,
        _ => 0,
    };
}
