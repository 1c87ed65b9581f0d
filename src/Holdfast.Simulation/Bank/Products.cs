namespace Holdfast.Simulation.Bank;

/// <summary>What services look like in the account file.</summary>
static class Products
{
    /// <summary>The product of a service.</summary>
    public static Product Of(Service service) => service switch
    {
        Service.BillPayment => Product.BillPayment,
        Service.OnlineBanking => Product.OnlineBanking,
        Service.Card => Product.Card,
        Service.Savings => Product.Savings,
        _ => Product.Insurance,
    };

    /// <summary>Fee a month, minor units.</summary>
    public static int Fee(Service service) => service switch
    {
        Service.Card => 60,
        Service.Insurance => 990,
        _ => 0,
    };
}
