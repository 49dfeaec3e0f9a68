//! A large bill: made on the disk, downloaded from there, and read row by row.

use std::fs::File;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use alipay_sdk::bill::{BillLimits, Bills};
use alipay_sdk::{Amount, Body, Transport, TransportFuture};
use encoding_rs::GBK;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use rawzip::{CompressionMethod, ZipArchiveWriter};

use super::peak;
use super::platform::{Pieces, key_mode};

const TITLES: &str = "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,\
    门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,\
    支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,\
    退款批次号/请求号,服务费（元）,分润（元）,备注";

/// What reading a bill took.
pub struct Figures {
    /// The most bytes in use at once, from the download to the last row.
    pub peak: usize,
    /// From the first row to the last.
    pub time: Duration,
    /// The size of the zip.
    pub zip: u64,
}

/// Downloads and reads a bill of so many rows.
pub fn measure(rows: usize, limits: BillLimits) -> Figures {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bill.zip");
    let total = write(rows, File::create(&path).unwrap());
    let zip = path.metadata().unwrap().len();
    let client = key_mode().transport(Disk(path)).build().unwrap();
    let bills = Bills::new(&client).limits(limits);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();

    let (((count, sum), time), peak) = peak(|| {
        let bill = runtime.block_on(bills.fetch("https://dwbillcenter.alipay.com/bill")).unwrap();
        let start = Instant::now();
        let (mut count, mut sum) = (0, Amount::ZERO);
        for row in bill.trades().unwrap() {
            sum = sum.checked_add(row.unwrap().total_amount).unwrap();
            count += 1;
        }
        ((count, sum), start.elapsed())
    });
    assert_eq!((count, sum), (rows, total));
    Figures { peak, time, zip }
}

/// Writes the zip of a bill with so many payments: their sum.
fn write(rows: usize, to: File) -> Amount {
    let mut archive = ZipArchiveWriter::new(to);
    let entry = archive.new_file("bill.csv").compression_method(CompressionMethod::DEFLATE);
    let (mut entry, config) = entry.start().unwrap();
    let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
    let mut line = |text: &str| writer.write_all(&GBK.encode(text).0).unwrap();
    line("#支付宝业务明细查询\n#账号：[20880000000000010156]\n#---业务明细列表---\n");
    line(TITLES);
    line("\n");
    let mut total = 0;
    let mut chance = 0x9e37_79b9_7f4a_7c15_u64;
    for row in 0..rows {
        // Numbers that do not repeat, so that the zip is about as large as a real one.
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let fen = i64::try_from(chance >> 46).unwrap() + 1;
        total += fen;
        line(&payment(row, chance, Amount::from_fen(fen)));
    }
    let sum = Amount::from_fen(total);
    line("#---业务明细列表结束---\n");
    line(&format!("#交易合计：{rows}笔，商家实收共{sum}元，商家优惠共0.00元\n"));
    line("#退款合计：0笔，商家实收退款共0.00元，商家优惠退款共0.00元\n");
    let (encoder, descriptor) = writer.finish().unwrap();
    encoder.finish().unwrap();
    entry.finish(descriptor).unwrap();
    archive.finish().unwrap();
    sum
}

fn payment(row: usize, chance: u64, amount: Amount) -> String {
    let (minute, second) = (row / 60 % 60, row % 60);
    let subject = ["龙井茶 一级 250 克", "咖啡豆", "门票（成人）", "会员月卡"][row % 4];
    let fee = Amount::from_fen(-amount.fen() / 167);
    format!(
        "2099010122001{:015}\t,SHOP{chance:016x}\t,交易\t,{subject},2099-01-01 12:{minute:02}:\
         {second:02},2099-01-01 13:{minute:02}:{second:02},S{}\t,演示店\t,op1\t,T1\t,\
         *演示(138****{:04})\t,{amount},{amount},0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,\t,{fee},\
         0.00,\n",
        chance >> 15,
        row % 50,
        chance % 10_000,
    )
}

/// A transport that gives a file from the disk, piece by piece.
struct Disk(PathBuf);

impl Transport for Disk {
    fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
        let mut file = File::open(&self.0).unwrap();
        let body = axum::body::Body::from_stream(Pieces(move |_: &mut Context<'_>| {
            let mut piece = vec![0; 16 << 10];
            let read = file.read(&mut piece)?;
            piece.truncate(read);
            Poll::Ready((read > 0).then(|| Ok(piece.into())))
        }));
        Box::pin(async move { Ok(http::Response::new(Body::new(body))) })
    }
}
