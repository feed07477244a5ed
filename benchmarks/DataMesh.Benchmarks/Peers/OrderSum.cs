namespace DataMesh.Benchmarks;

/// <summary>Touches what a consumer would touch, and proves that all contenders saw the same rows.</summary>
internal struct OrderSum
{
    private long _rows;
    private long _sum;

    public void Add(Order order)
    {
        _rows++;
        _sum += order.Quantity + order.Customer.Length + order.Status.Length + (order.Discount ?? 0) + (order.Note?.Length ?? 0);
    }

    public readonly Outcome ToOutcome() => new(_rows, _sum);
}
